using System.IO.Compression;
using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Models;

[TestClass]
public sealed class DamagedModelTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_model_cut_short_is_refused()
    {
        var bytes = SavedModel();
        foreach (var share in new[] { 0.1, 0.5, 0.9, 0.99 })
        {
            var cut = bytes[..(int)(bytes.Length * share)];
            var error = Assert.Throws<Exception>(() => _ml.Model.Load(new MemoryStream(cut), out _));
            Assert.IsTrue(error is FormatException or InvalidOperationException, $"cut to {share:P0}: {error.GetType()}: {error.Message}");
        }
    }

    [TestMethod]
    public void A_zip_that_is_no_model_is_refused()
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (var writer = new StreamWriter(zip.CreateEntry("readme.txt").Open()))
            writer.Write("not a model");
        stream.Position = 0;
        var error = Assert.Throws<Exception>(() => _ml.Model.Load(stream, out _));
        Assert.IsTrue(error is FormatException or InvalidOperationException, $"{error.GetType()}: {error.Message}");
    }

    [TestMethod]
    public void A_model_without_its_weights_is_refused_by_name()
    {
        var damaged = Rewrite(SavedModel(), (name, content) => name.EndsWith("weights.safetensors", StringComparison.Ordinal) ? null : content);
        StringAssert.Contains(Refused(damaged), "weights.safetensors");
    }

    [TestMethod]
    public void Weights_that_end_early_are_called_truncated()
    {
        var damaged = Rewrite(SavedModel(), (name, content) => name.EndsWith("weights.safetensors", StringComparison.Ordinal) ? content[..^5] : content);
        StringAssert.Contains(Refused(damaged), "truncated");
    }

    [TestMethod]
    public void A_description_of_another_architecture_is_told_from_the_weights()
    {
        var damaged = Rewrite(SavedModel(), (name, content) => name.EndsWith("Model.key", StringComparison.Ordinal)
            ? Replace(content, "\"CodeSize\": 2", "\"CodeSize\": 3")
            : content);
        StringAssert.Contains(Refused(damaged), "the description needs");
    }

    [TestMethod]
    public void A_model_of_a_newer_version_or_unknown_kind_says_so()
    {
        var newer = Rewrite(SavedModel(), (name, content) => name.EndsWith("Model.key", StringComparison.Ordinal)
            ? Replace(content, "Autoencoder\u0001\0\0\0", "Autoencoder\u0063\0\0\0")
            : content);
        StringAssert.Contains(Refused(newer), "format version 99");
        var unknown = Rewrite(SavedModel(), (name, content) => name.EndsWith("Model.key", StringComparison.Ordinal)
            ? Replace(content, "Autoencoder\u0001\0\0\0", "Autoencodes\u0001\0\0\0")
            : content);
        StringAssert.Contains(Refused(unknown), "'Autoencodes', which this version of DeepML does not know");
    }

    private byte[] SavedModel()
    {
        var data = Blobs.Create(_ml);
        using var model = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 2,
            Training = new TrainingOptions { Epochs = 1 },
        }).Fit(data);
        var stream = new MemoryStream();
        _ml.Model.Save(model, data.Schema, stream);
        return stream.ToArray();
    }

    private string Refused(byte[] model)
    {
        var error = Assert.Throws<Exception>(() => _ml.Model.Load(new MemoryStream(model), out _));
        var format = error as FormatException ?? error.InnerException as FormatException;
        Assert.IsNotNull(format, $"{error.GetType()}: {error.Message}");
        return format.Message;
    }

    private static byte[] Rewrite(byte[] model, Func<string, byte[], byte[]?> change)
    {
        var result = new MemoryStream();
        using (var source = new ZipArchive(new MemoryStream(model)))
        using (var target = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in source.Entries)
            {
                using var content = new MemoryStream();
                using (var stream = entry.Open())
                    stream.CopyTo(content);
                if (change(entry.FullName, content.ToArray()) is not { } changed)
                    continue;
                using var written = target.CreateEntry(entry.FullName).Open();
                written.Write(changed);
            }
        }
        return result.ToArray();
    }

    private static byte[] Replace(byte[] content, string from, string to)
    {
        var text = System.Text.Encoding.Latin1.GetString(content);
        var changed = text.Replace(from, to, StringComparison.Ordinal);
        Assert.AreNotEqual(text, changed, $"'{from}' must be in the model");
        return System.Text.Encoding.Latin1.GetBytes(changed);
    }
}
