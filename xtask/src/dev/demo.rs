//! The demo shop's merchant, put into the Worker through the operator's own route.

use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::http::{self, Request};
use crate::workspace::Workspace;

const FILE: &str = "demo/merchant.json";

pub struct Demo {
    /// The file as it is: its meaning is the Worker's affair.
    merchant_json: String,
    email: String,
    password: String,
}

impl Demo {
    /// # Errors
    /// When the file is absent, or its first member of staff cannot sign in.
    pub fn read(workspace: &Workspace) -> Result<Self> {
        let merchant_json =
            fs::read_to_string(workspace.path(FILE)).with_context(|| format!("cannot read {FILE}"))?;
        Self::parse(merchant_json).with_context(|| format!("{FILE} cannot be used"))
    }

    fn parse(merchant_json: String) -> Result<Self> {
        let merchant: Value = serde_json::from_str(&merchant_json)?;
        let sign_in = |field: &str| {
            let value = merchant.pointer(&format!("/staff/0/{field}")).and_then(Value::as_str);
            value.map(str::to_owned).with_context(|| format!("staff[0].{field} is no text"))
        };
        let (email, password) = (sign_in("email")?, sign_in("password")?);
        Ok(Self { merchant_json, email, password })
    }

    /// Creates or refreshes the merchant: the route is idempotent.
    pub fn seed(&self, port: u16, operator_token: &str) -> Result<()> {
        let request = Request {
            method: "PUT",
            path: "/api/operator/merchants/demo",
            bearer: Some(operator_token),
            body: &self.merchant_json,
        };
        let answer = http::send(port, &request).context("cannot seed the demo merchant")?;
        if !(200..300).contains(&answer.status) {
            bail!("the Worker refused the demo merchant ({}): {}", answer.status, answer.body);
        }
        Ok(())
    }

    /// What a person wants to read once everything runs.
    pub fn invitation(&self, port: u16) -> [String; 4] {
        [
            format!("shop       http://localhost:{port}/demo/"),
            format!("dashboard  http://localhost:{port}/dashboard/"),
            format!("sign in    {}  {}", self.email, self.password),
            "stop       Ctrl-C".to_owned(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_member_of_staff_is_the_demo_sign_in() {
        let json = r#"{"staff":[{"email":"a@b.example","password":"secret"},{"email":"c"}]}"#;
        let demo = Demo::parse(json.to_owned()).unwrap();
        assert_eq!(demo.invitation(1)[2], "sign in    a@b.example  secret");
    }

    #[test]
    fn a_shop_without_staff_is_refused_with_the_field() {
        let error = Demo::parse(r#"{"staff":[]}"#.to_owned()).err().unwrap();
        assert!(error.to_string().contains("email"), "{error}");
    }
}
