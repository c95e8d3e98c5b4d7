using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Audio.Tests.Spectra;

[TestClass]
public sealed class MelFrequencyCepstrumTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(0, 2)]
    [DataRow(1, 2)]
    [DataRow(2, 2)]
    [DataRow(2, 5)]
    public void Coefficients_and_deltas_are_those_of_their_sums(int deltas, int reach)
    {
        var mel = new MelSpectrogramOptions { Bands = 26, Scale = SpectrumScale.Decibel };
        var options = new MelFrequencyCepstrumOptions { Spectrogram = mel, Coefficients = 12, Deltas = deltas, DeltaReach = reach };
        var samples = Tones.Rich(16_000, 2000);
        var parts = new List<double[][]> { ReferenceSpectra.Cepstrum(ReferenceSpectra.Mel(samples, mel), 12) };
        for (var order = 0; order < deltas; order++)
            parts.Add(ReferenceSpectra.Deltas(parts[^1], reach));
        var expected = Enumerable.Range(0, parts[0].Length).SelectMany(frame => parts.SelectMany(part => part[frame])).ToArray();
        var given = Cepstra(options, samples)[0];
        Assert.HasCount(expected.Length, given);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], given[i], 2e-4 * Math.Max(1, Math.Abs(expected[i])), $"number {i}");
    }

    [TestMethod]
    public void A_single_frame_does_not_change_and_a_sound_that_is_not_finite_has_no_answer()
    {
        var options = new MelFrequencyCepstrumOptions { Deltas = 2 };
        var given = Cepstra(options, Tones.Rich(16_000, 300), [float.NaN]);
        Assert.HasCount(39, given[0]);
        Assert.IsTrue(given[0][13..].All(delta => delta == 0));
        Assert.IsTrue(given[1].Length == 39 && given[1].All(float.IsNaN));
    }

    [TestMethod]
    public void Louder_sounds_differ_in_the_first_coefficient_only()
    {
        var sound = Tones.Rich(16_000, 400);
        var given = Cepstra(new MelFrequencyCepstrumOptions(), sound, Array.ConvertAll(sound, sample => 2 * sample));
        Assert.AreEqual(Math.Log(4) * Math.Sqrt(40), given[1][0] - given[0][0], 1e-3);
        for (var i = 1; i < 13; i++)
            Assert.AreEqual(given[0][i], given[1][i], 1e-3);
    }

    [TestMethod]
    public void Every_fault_of_the_options_is_in_one_error()
    {
        string Faults(MelFrequencyCepstrumOptions options) => Assert.ThrowsExactly<ArgumentException>(
            () => _ml.Transforms.MelFrequencyCepstrum("Cepstrum", "Samples", options)).Message;
        var error = Faults(new MelFrequencyCepstrumOptions
        {
            Spectrogram = new MelSpectrogramOptions { Bands = 20, HopLength = 0, Scale = SpectrumScale.Power },
            Coefficients = 21,
            Deltas = 3,
            DeltaReach = 0,
        });
        foreach (var said in new[]
        {
            "MelFrequencyCepstrum.Spectrogram.HopLength is 0; it must be in [1, 400]",
            "MelFrequencyCepstrum.Spectrogram.Scale is Power; it must be Logarithm or Decibel",
            "MelFrequencyCepstrum.Coefficients is 21; it must be in [1, 20]", "MelFrequencyCepstrum.Deltas is 3; it must be in [0, 2]",
            "MelFrequencyCepstrum.DeltaReach is 0; it must be in [1, 100]",
        })
            StringAssert.Contains(error, said);
        StringAssert.Contains(Faults(new MelFrequencyCepstrumOptions { Spectrogram = null! }), "Spectrogram is null; it must be given");
        StringAssert.Contains(Faults(new MelFrequencyCepstrumOptions { Deltas = -1 }), "Deltas is -1");
        StringAssert.Contains(Faults(new MelFrequencyCepstrumOptions { DeltaReach = 101 }), "DeltaReach is 101");
        _ml.Transforms.MelFrequencyCepstrum("Cepstrum", "Samples", new MelFrequencyCepstrumOptions { Coefficients = 40, DeltaReach = 100 });
    }

    private float[][] Cepstra(MelFrequencyCepstrumOptions options, params float[][] sounds)
    {
        var rows = _ml.Data.LoadFromEnumerable(sounds.Select(samples => new Row { Samples = samples }).ToArray());
        using var model = _ml.Transforms.MelFrequencyCepstrum("Cepstrum", "Samples", options).Fit(rows);
        Assert.AreEqual(options.StepSize, model.StepSize);
        return [.. model.Transform(rows).GetColumn<float[]>("Cepstrum")];
    }

    private sealed class Row
    {
        public float[] Samples { get; set; } = [];
    }
}
