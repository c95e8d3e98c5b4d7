using System.Globalization;
using DeepML.Transforms;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Audio.Tests;

/// <summary>
/// A chain that was saved once, and what it made then: what was saved stays readable. Written by the test itself, where
/// DEEPML_GOLDEN_FOLDER names the folder golden in the sources and holds none.
/// </summary>
[TestClass]
public sealed class SavedChainTests
{
    private static readonly string[] Made = ["Read", "Mel", "Cepstrum"];

    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "golden", "v1");

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_chain_saved_before_makes_what_it_made()
    {
        if (Environment.GetEnvironmentVariable("DEEPML_GOLDEN_FOLDER") is { Length: > 0 } folder)
            Write(Path.Combine(folder, "v1"));
        var loaded = _ml.Model.Load(Path.Combine(Golden, "chain.zip"), out _);
        using var owned = (IDisposable)loaded;
        var view = loaded.Transform(Rows());
        foreach (var column in Made)
        {
            var expected = File.ReadAllLines(Path.Combine(Golden, $"{column}.txt"))
                .Select(line => Array.ConvertAll(line.Split(' '), Invariant)).ToArray();
            Cells.AreEqual(expected, view.GetColumn<float[]>(column).ToArray(), 1e-4, column);
        }
    }

    [TestMethod]
    public void Every_kind_of_this_package_begins_with_its_name_and_is_in_the_golden_chain()
    {
        var kinds = ArchiveKind.In(typeof(AudioTransformer).Assembly);
        CollectionAssert.AreEquivalent(
            new[] { "Audio.LoadAudio", "Audio.MelSpectrogram", "Audio.MelFrequencyCepstrum" }, kinds.Keys.ToArray());
        Assert.IsTrue(kinds.Values.All(kind => kind.Version == 1 && PackageKinds.Find(kind.Name) is not null));
        var loaded = (TransformerChain<ITransformer>)_ml.Model.Load(Path.Combine(Golden, "chain.zip"), out _);
        using var owned = (IDisposable)loaded;
        CollectionAssert.AreEquivalent(
            kinds.Keys.Select(kind => $"{kind[6..]}Transformer").ToArray(), loaded.Select(step => step.GetType().Name).ToArray());
    }

    [TestMethod]
    public void A_kind_of_a_package_that_is_not_there_is_told_with_the_package_to_add()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => PackageKinds.Find("Smell.LoadScent")).Message,
            "The model holds a 'Smell.LoadScent', which the package DeepML.Smell reads. Add it to the program");
        Assert.IsNull(PackageKinds.Find("Audio.Unknown"));
        foreach (var name in new[] { "Unknown", ".Unknown", "../Unknown.Kind", "" })
            Assert.IsNull(PackageKinds.Find(name), name);
    }

    [TestMethod]
    public void A_damaged_description_is_refused_with_what_is_wrong_in_it()
    {
        var damaged = new MelSpectrogramDescription("Mel", "Samples", new MelSpectrogramOptions { Bands = 500 });
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(damaged.Check).Message, "MelSpectrogram.Bands is 500; it must be in [1, 256]");
        var cepstrum = new MelFrequencyCepstrumDescription("C", "Samples", new MelFrequencyCepstrumOptions { Deltas = 9 });
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(cepstrum.Check).Message, "MelFrequencyCepstrum.Deltas is 9");
        var load = new LoadAudioDescription("Samples", "Sound", new LoadAudioOptions { SampleRate = 1 });
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(load.Check).Message, "LoadAudio.SampleRate is 1");
    }

    private IDataView Rows() => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(i => new SoundRow
    {
        Sound = new WaveBytes { Rate = 8_000 + (i * 4_000) }.Of(Tones.Rich(8_000, 60 + (i * 150), i)),
    }).ToArray());

    private void Write(string folder)
    {
        if (Directory.Exists(folder))
            return;
        Directory.CreateDirectory(folder);
        using var model = _ml.Transforms.LoadAudio("Read", "Sound", new LoadAudioOptions { SampleRate = 8_000 })
            .Append(_ml.Transforms.MelSpectrogram("Mel", "Read", new MelSpectrogramOptions
            {
                SampleRate = 8_000,
                FrameLength = 128,
                HopLength = 64,
                Bands = 12,
                MelScale = MelScale.Slaney,
                NormalizeArea = true,
                Scale = SpectrumScale.Decibel,
                LowFrequency = 60,
                HighFrequency = 3_900,
                FftSize = 256,
                Floor = 1e-8,
            }))
            .Append(_ml.Transforms.MelFrequencyCepstrum("Cepstrum", "Read", new MelFrequencyCepstrumOptions
            {
                Spectrogram = new MelSpectrogramOptions { SampleRate = 8_000, FrameLength = 128, HopLength = 64, Bands = 10 },
                Coefficients = 4,
                Deltas = 1,
                DeltaReach = 1,
            })).Fit(Rows());
        _ml.Model.Save(model, Rows().Schema, Path.Combine(folder, "chain.zip"));
        foreach (var column in Made)
            File.WriteAllLines(Path.Combine(folder, $"{column}.txt"), model.Transform(Rows()).GetColumn<float[]>(column)
                .Select(row => string.Join(' ', row.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))));
    }

    private static float Invariant(string number) => float.Parse(number, CultureInfo.InvariantCulture);
}
