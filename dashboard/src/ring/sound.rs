//! Two soft tones, made by the browser: no file to load, and none that a policy could forbid.

use wasm_bindgen::JsValue;
use web_sys::AudioContext;

/// When each tone begins, in seconds, and how high it is, in hertz.
const TONES: [(f64, f32); 2] = [(0.0, 660.0), (0.22, 880.0)];
const TONE_SECONDS: f64 = 0.2;
const LOUDNESS: f32 = 0.16;

#[derive(Debug, Default)]
pub struct Bell {
    /// `None` until somebody touched the page, and in a browser without sound.
    audio: Option<AudioContext>,
}

impl Bell {
    /// In a click, so that the browser lets it sound.
    pub fn wake(&mut self) {
        if self.audio.is_none() {
            self.audio = AudioContext::new().ok();
        }
        if let Some(audio) = &self.audio {
            // Refused outside of a click: the next one asks again.
            audio.resume().ok();
        }
    }

    pub fn ring(&self) {
        let Some(audio) = &self.audio else { return };
        for (begin, pitch) in TONES {
            // A browser that cannot make a tone makes none: the banner is there all the same.
            tone(audio, audio.current_time() + begin, pitch).ok();
        }
    }
}

fn tone(audio: &AudioContext, begin: f64, pitch: f32) -> Result<(), JsValue> {
    let end = begin + TONE_SECONDS;
    let (oscillator, gain) = (audio.create_oscillator()?, audio.create_gain()?);
    oscillator.frequency().set_value(pitch);
    // It swells and fades: a tone that is cut clicks.
    let loudness = gain.gain();
    loudness.set_value_at_time(0.0, begin)?;
    loudness.linear_ramp_to_value_at_time(LOUDNESS, begin + 0.03)?;
    loudness.linear_ramp_to_value_at_time(0.0, end)?;
    oscillator.connect_with_audio_node(&gain)?;
    gain.connect_with_audio_node(&audio.destination())?;
    oscillator.start_with_when(begin)?;
    oscillator.stop_with_when(end)
}
