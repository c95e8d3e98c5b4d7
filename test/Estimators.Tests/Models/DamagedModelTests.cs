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
        var damaged = Rewrite(
            SavedModel(), (name, content) => name.EndsWith("weights.safetensors", StringComparison.Ordinal) ? null : content);
        StringAssert.Contains(Refused(damaged), "weights.safetensors");
    }

    [TestMethod]
    public void Weights_that_end_early_are_called_truncated()
    {
        var damaged = Rewrite(
            SavedModel(), (name, content) => name.EndsWith("weights.safetensors", StringComparison.Ordinal) ? content[..^5] : content);
        var message = Refused(damaged);
        StringAssert.Contains(message, "weights.safetensors");
        StringAssert.Contains(message, "truncated");
    }

    [TestMethod]
    public void A_description_that_is_not_the_saved_one_is_refused_with_the_entry_that_holds_it()
    {
        foreach (var (from, to) in new[] { ("\"CodeSize\": 2", "\"CodeSize\": 3"), ("Autoencoder\u0001\0\0\0", "Autoencodes\u0001\0\0\0") })
        {
            var damaged = Rewrite(SavedModel(),
                (name, content) => name.EndsWith("Model.key", StringComparison.Ordinal) ? Replace(content, from, to) : content);
            StringAssert.Contains(Refused(damaged), "The entry 'Model.key' of the model is damaged");
        }
    }

    [TestMethod]
    public void A_flipped_bit_anywhere_in_weights_or_hashes_is_noticed_with_the_entry()
    {
        var model = SavedModel();
        var random = new Random(5);
        foreach (var entry in new[] { "weights.safetensors", "hashes" })
            for (var i = 0; i < 60; i++)
            {
                var damaged = Rewrite(
                    model, (name, content) => name.EndsWith(entry, StringComparison.Ordinal) ? Flipped(content, random) : content);
                StringAssert.Contains(Refused(damaged), "is damaged", entry);
            }
    }

    [TestMethod]
    public void A_model_without_its_hashes_is_refused_by_name()
    {
        var damaged = Rewrite(SavedModel(), (name, content) => name.EndsWith("hashes", StringComparison.Ordinal) ? null : content);
        StringAssert.Contains(Refused(damaged), "'hashes'");
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

    private static byte[] Flipped(byte[] content, Random random)
    {
        content[random.Next(content.Length)] ^= (byte)(1 << random.Next(8));
        return content;
    }

    private static byte[] Replace(byte[] content, string from, string to)
    {
        var text = System.Text.Encoding.Latin1.GetString(content);
        var changed = text.Replace(from, to, StringComparison.Ordinal);
        Assert.AreNotEqual(text, changed, $"'{from}' must be in the model");
        return System.Text.Encoding.Latin1.GetBytes(changed);
    }
}
