using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Audio.Tests.Loading;

[TestClass]
public sealed class LoadAudioTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Remove() => _folder.Dispose();

    [TestMethod]
    public void Files_of_a_folder_and_their_bytes_give_the_same_samples_at_the_rate_asked_for()
    {
        var files = new[] { new WaveBytes { Rate = 8_000 }.Sine(300, 0.1), new WaveBytes { Rate = 32_000, Bits = 24 }.Sine(300, 0.2) };
        var paths = files.Select((file, i) => new PathRow { Sound = _folder.Write($"{i}.wav", file) });
        var options = new LoadAudioOptions { Folder = _folder.Path, SampleRate = 16_000 };
        var read = Samples(_ml.Data.LoadFromEnumerable(paths), options);
        var held = Samples(_ml.Data.LoadFromEnumerable(files.Select(file => new BytesRow { Sound = file })), options);
        CollectionAssert.AreEqual(new[] { 1600, 3200 }, Array.ConvertAll(read, samples => samples.Length));
        for (var i = 0; i < files.Length; i++)
            CollectionAssert.AreEqual(read[i], held[i]);
        var expected = Tones.Sine(16_000, 300, 0.1);
        for (var i = 200; i < 1400; i++)
            Assert.AreEqual(expected[i], read[0][i], 2e-3);
    }

    [TestMethod]
    public void A_sound_that_cannot_be_read_is_named_with_file_column_and_row()
    {
        _folder.Write("good.wav", new WaveBytes().Sine(300, 0.1));
        _folder.Write("cut.wav", new WaveBytes().Sine(300, 0.1)[..^100]);
        foreach (var (path, fault) in new[]
        {
            ("none.wav", "Could not find file"), ("cut.wav", "its end is missing"), ("", "there is no path"),
        })
        {
            var error = Assert.ThrowsExactly<InvalidOperationException>(() => Samples(
                Paths("good.wav", path), new LoadAudioOptions { Folder = _folder.Path })).Message;
            StringAssert.Contains(error, $"The sound '{path}' (column 'Sound', row 1) cannot be read: ");
            StringAssert.Contains(error, fault);
            StringAssert.Contains(error, "set WhenUnreadable to MissingValue");
        }
        var bytes = Assert.ThrowsExactly<InvalidOperationException>(() => Samples(
            _ml.Data.LoadFromEnumerable([new BytesRow { Sound = [1, 2, 3] }]), new LoadAudioOptions())).Message;
        StringAssert.Contains(bytes, "The sound of column 'Sound' in row 0 cannot be read: it has no header");
    }

    [TestMethod]
    public void Rows_without_a_sound_may_be_missing_and_are_left_out_by_MLNET()
    {
        _folder.Write("good.wav", new WaveBytes().Sine(300, 0.1));
        _folder.Write("text.wav", "no sound at all"u8.ToArray());
        var options = new LoadAudioOptions { Folder = _folder.Path, WhenUnreadable = UnreadableAudio.MissingValue };
        var chain = _ml.Transforms.LoadAudio("Samples", "Sound", options).Append(_ml.Transforms.MelSpectrogram("Mel", "Samples"));
        var rows = Paths("text.wav", "good.wav", "none.wav");
        using var model = chain.Fit(rows);
        var made = model.Transform(rows);
        var samples = made.GetColumn<float[]>("Samples").ToArray();
        Assert.IsTrue(samples[0] is [float.NaN] && samples[2] is [float.NaN]);
        Assert.HasCount(40, made.GetColumn<float[]>("Mel").First());
        Assert.IsTrue(made.GetColumn<float[]>("Mel").First().All(float.IsNaN));
        var left = _ml.Data.FilterRowsByMissingValues(made, "Mel").GetColumn<string>("Sound").ToArray();
        CollectionAssert.AreEqual(new[] { "good.wav" }, left);
    }

    [TestMethod]
    public void A_fault_of_the_pipeline_before_is_no_unreadable_sound()
    {
        var broken = _ml.Transforms.CustomMapping<PathRow, OtherRow>(
            (_, _) => throw new IOException("the disk is gone"), contractName: null).Fit(Paths("a"));
        var options = new LoadAudioOptions { WhenUnreadable = UnreadableAudio.MissingValue };
        var rows = broken.Transform(Paths("a"));
        using var model = _ml.Transforms.LoadAudio("Samples", "Other", options).Fit(rows);
        StringAssert.Contains(
            Assert.Throws<Exception>(() => model.Transform(rows).GetColumn<float[]>("Samples").ToArray()).ToString(), "the disk is gone");
    }

    [TestMethod]
    public void Every_fault_of_the_options_is_in_one_error()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.LoadAudio(
            "Samples", "Sound", new LoadAudioOptions { Folder = null!, SampleRate = 99, WhenUnreadable = (UnreadableAudio)7 })).Message;
        StringAssert.Contains(error, "LoadAudio.Folder is null; it must be a folder, or \"\"");
        StringAssert.Contains(error, "LoadAudio.SampleRate is 99; it must be in [100, 1000000]");
        StringAssert.Contains(error, "LoadAudio.WhenUnreadable is 7; it must be one of Error, MissingValue");
        foreach (var rate in new[] { 100, 1_000_000 })
            _ml.Transforms.LoadAudio("Samples", "Sound", new LoadAudioOptions { SampleRate = rate });
        Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.LoadAudio(
            "Samples", "Sound", new LoadAudioOptions { SampleRate = 1_000_001 }));
        Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.LoadAudio(""));
    }

    [TestMethod]
    public void Samples_of_another_rate_than_a_spectrogram_expects_are_refused_before_any_work()
    {
        var rows = Paths("none.wav");
        var chain = _ml.Transforms.LoadAudio("Samples", "Sound", new LoadAudioOptions { SampleRate = 8_000 })
            .Append(_ml.Transforms.MelSpectrogram("Mel", "Samples"));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => chain.Fit(rows)).Message,
            "Column 'Samples' holds 8000 samples a second, and SampleRate is 16000; both must be the same");
    }

    private IDataView Paths(params string[] paths) =>
        _ml.Data.LoadFromEnumerable(paths.Select(path => new PathRow { Sound = path }).ToArray());

    private float[][] Samples(IDataView rows, LoadAudioOptions options)
    {
        using var model = _ml.Transforms.LoadAudio("Samples", "Sound", options).Fit(rows);
        return [.. model.Transform(rows).GetColumn<float[]>("Samples")];
    }

    private sealed class PathRow
    {
        public string Sound { get; set; } = "";
    }

    private sealed class OtherRow
    {
        public string Other { get; set; } = "";
    }

    private sealed class BytesRow
    {
        public byte[] Sound { get; set; } = [];
    }
}
