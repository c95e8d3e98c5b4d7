using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Audio.Tests.Spectra;

[TestClass]
public sealed class MelSpectrogramTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Settings =>
    [
        [new MelSpectrogramOptions()],
        [new MelSpectrogramOptions { Scale = SpectrumScale.Decibel, MelScale = MelScale.Slaney, NormalizeArea = true }],
        [new MelSpectrogramOptions { Scale = SpectrumScale.Power, FrameLength = 256, HopLength = 256, FftSize = 1024, Bands = 23 }],
        [
            new MelSpectrogramOptions
            {
                SampleRate = 8_000, FrameLength = 200, HopLength = 80, LowFrequency = 100, HighFrequency = 3_800, Bands = 20,
            },
        ],
        [
            new MelSpectrogramOptions
            {
                SampleRate = 44_100, FrameLength = 1000, HopLength = 333, MelScale = MelScale.Slaney, Bands = 64, LowFrequency = 50,
            },
        ],
    ];

    [TestMethod]
    [DynamicData(nameof(Settings))]
    public void Bands_are_those_of_sums_over_every_sample_and_frequency(object settings)
    {
        var options = (MelSpectrogramOptions)settings;
        var samples = Tones.Rich(options.SampleRate, (3 * options.FrameLength) + 57);
        var expected = ReferenceSpectra.Mel(samples, options).SelectMany(frame => frame).ToArray();
        var given = Mel(options, samples)[0];
        Assert.HasCount(expected.Length, given);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], given[i], 2e-4 * Math.Max(1, Math.Abs(expected[i])), $"number {i}");
    }

    [TestMethod]
    public void Frames_are_as_many_as_fit_and_a_shorter_sound_is_one_with_silence_behind_it()
    {
        var options = new MelSpectrogramOptions { Bands = 10 };
        foreach (var (samples, frames) in new[] { (1, 1), (159, 1), (400, 1), (559, 1), (560, 2), (720, 3), (16_000, 98) })
            Assert.HasCount(frames * 10, Mel(options, Tones.Rich(16_000, samples))[0], $"{samples}");
        var sound = Tones.Rich(16_000, 100);
        CollectionAssert.AreEqual(Mel(options, [.. sound, .. new float[300]])[0], Mel(options, sound)[0]);
    }

    [TestMethod]
    public void A_tone_is_loudest_in_the_band_around_it_and_silence_is_at_the_floor()
    {
        var options = new MelSpectrogramOptions { Bands = 20, Floor = 1e-5 };
        // 283, 1,000 and 2,146 mel, where the middles of bands are 135.2 mel apart
        foreach (var (frequency, band) in new[] { (200.0, 1), (1000.0, 6), (4000.0, 15) })
        {
            var bands = Mel(options, Tones.Sine(16_000, frequency, 0.025))[0];
            Assert.AreEqual(band, Array.IndexOf(bands, bands.Max()), $"{frequency} Hz");
        }
        Assert.IsTrue(Mel(options, new float[400])[0].All(energy => energy == (float)Math.Log(1e-5)));
    }

    [TestMethod]
    public void Vectors_of_known_size_have_a_known_number_of_frames_and_others_do_not()
    {
        var rows = _ml.Data.LoadFromEnumerable([new FixedRow { Samples = Tones.Rich(16_000, 720) }]);
        using var model = _ml.Transforms.MelSpectrogram("Mel", "Samples", new MelSpectrogramOptions { Bands = 10 }).Fit(rows);
        Assert.AreEqual(10, model.StepSize);
        CollectionAssert.AreEqual(new[] { 3, 10 }, ((VectorDataViewType)model.Transform(rows).Schema["Mel"].Type).Dimensions.ToArray());
        var others = _ml.Data.LoadFromEnumerable([new Row { Samples = Tones.Rich(16_000, 720) }]);
        CollectionAssert.AreEqual(new[] { 0, 10 }, ((VectorDataViewType)model.Transform(others).Schema["Mel"].Type).Dimensions.ToArray());
        var wrong = _ml.Data.LoadFromEnumerable([new FixedRow { Samples = new float[700] }]);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => model.Transform(wrong).GetColumn<float[]>("Mel").ToArray()).Message,
            "Column 'Samples' holds 700 samples in row 0; its type says 720.");
    }

    [TestMethod]
    public void A_sound_that_is_not_finite_has_no_answer_and_one_without_samples_is_an_error()
    {
        var spoiled = Tones.Rich(16_000, 1000);
        spoiled[700] = float.NaN;
        var mel = Mel(new MelSpectrogramOptions(), spoiled, Tones.Rich(16_000, 1000));
        Assert.IsTrue(mel[0].Length == 160 && mel[0].All(float.IsNaN));
        Assert.IsTrue(mel[1].All(float.IsFinite));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Mel(new MelSpectrogramOptions(), spoiled, [])).Message,
            "Column 'Samples' holds 0 samples in row 1; a sound has one at least.");
    }

    [TestMethod]
    public void Options_at_their_limits_are_taken_and_those_past_them_are_all_named_in_one_error()
    {
        var error = Faults(new MelSpectrogramOptions
        {
            SampleRate = 0,
            FrameLength = 1,
            HopLength = 2,
            FftSize = 384,
            Bands = 0,
            LowFrequency = -1,
            HighFrequency = 9000,
            MelScale = (MelScale)5,
            Scale = (SpectrumScale)6,
            Floor = 0,
        });
        foreach (var said in new[]
        {
            "MelSpectrogram.SampleRate is 0; it must be in [100, 1000000]", "MelSpectrogram.FrameLength is 1; it must be in [2, 65536]",
            "MelSpectrogram.HopLength is 2; it must be in [1, 1]", "MelSpectrogram.FftSize is 384; it must be a power of two",
            "MelSpectrogram.Bands is 0; it must be at least 1", "MelSpectrogram.LowFrequency is -1; it must be in [0, 0)",
            "MelSpectrogram.HighFrequency is 9000; it must be above LowFrequency = -1 and at most half of SampleRate, 0",
            "MelSpectrogram.MelScale is 5", "MelSpectrogram.Scale is 6", "MelSpectrogram.Floor is 0; it must be in (0, 1]",
        })
            StringAssert.Contains(error, said);
        foreach (var options in new[]
        {
            new MelSpectrogramOptions { FrameLength = 2, HopLength = 2, FftSize = 4, Bands = 1 },
            new MelSpectrogramOptions { FrameLength = 512, HopLength = 512, FftSize = 512 },
            new MelSpectrogramOptions { HighFrequency = 8000, LowFrequency = 7000, Bands = 4 }, new MelSpectrogramOptions { Floor = 1 },
            new MelSpectrogramOptions { SampleRate = 100 },
        })
            _ml.Transforms.MelSpectrogram("Mel", "Samples", options);
        StringAssert.Contains(Faults(new MelSpectrogramOptions { HopLength = 401 }), "HopLength is 401; it must be in [1, 400]");
        StringAssert.Contains(
            Faults(new MelSpectrogramOptions { FftSize = 256 }), "FftSize is 256; it must be a power of two in [FrameLength = 400");
        StringAssert.Contains(Faults(new MelSpectrogramOptions { LowFrequency = 8000 }), "LowFrequency is 8000; it must be in [0, 8000)");
        StringAssert.Contains(Faults(new MelSpectrogramOptions { LowFrequency = 50, HighFrequency = 50 }), "HighFrequency is 50");
        StringAssert.Contains(Faults(new MelSpectrogramOptions { Floor = 1.01 }), "Floor is 1.01");
    }

    [TestMethod]
    public void More_bands_than_the_transform_can_tell_apart_are_refused_with_the_band_that_would_be_empty()
    {
        var error = Faults(new MelSpectrogramOptions { Bands = 128 });
        StringAssert.Contains(
            error, "Bands is 128; it must be so few that each holds a frequency of the transform, which are 31.25 Hz apart: band ");
        StringAssert.Contains(error, "Take fewer bands, a larger FftSize or a higher LowFrequency");
        StringAssert.Contains(Faults(new MelSpectrogramOptions { Bands = 257 }), "Bands is 257; it must be in [1, 256]");
        StringAssert.Contains(
            Faults(new MelSpectrogramOptions { Bands = 1025, FftSize = 65_536 }), "Bands is 1025; it must be in [1, 1024]");
        StringAssert.Contains(Faults(new MelSpectrogramOptions { FrameLength = 65_537 }), "FrameLength is 65537");
        StringAssert.Contains(Faults(new MelSpectrogramOptions { FftSize = 131_072 }), "FftSize is 131072");
        _ml.Transforms.MelSpectrogram("Mel", "Samples", new MelSpectrogramOptions { Bands = 128, FftSize = 4096 });
    }

    private string Faults(MelSpectrogramOptions options) =>
        Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.MelSpectrogram("Mel", "Samples", options)).Message;

    private float[][] Mel(MelSpectrogramOptions options, params float[][] sounds)
    {
        var rows = _ml.Data.LoadFromEnumerable(sounds.Select(samples => new Row { Samples = samples }).ToArray());
        using var model = _ml.Transforms.MelSpectrogram("Mel", "Samples", options).Fit(rows);
        return [.. model.Transform(rows).GetColumn<float[]>("Mel")];
    }

    private sealed class Row
    {
        public float[] Samples { get; set; } = [];
    }

    private sealed class FixedRow
    {
        [VectorType(720)]
        public float[] Samples { get; set; } = [];
    }
}
