using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>A small saved model, and what can be done to its file.</summary>
internal sealed class SavedModel
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly byte[] _file;

    /// <summary>Trains and saves it.</summary>
    public SavedModel()
    {
        var data = Rows(_ml);
        using var model = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 2,
            Training = new TrainingOptions { Epochs = 1 },
        }).Fit(data);
        using var stream = new MemoryStream();
        _ml.Model.Save(model, data.Schema, stream);
        _file = stream.ToArray();
    }

    /// <summary>Rows of four numbers and a label.</summary>
    public static IDataView Rows(MLContext ml, int count = 64) => ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Row
    {
        Features = [i % 2, i % 3 / 2f, i % 5 / 4f, i % 7 / 6f],
        Label = i % 2 == 0,
    }).ToArray());

    /// <summary>The error of loading a file in which one entry was changed; null if it loads.</summary>
    public Exception? LoadWith(string entry, Func<byte[], byte[]> change)
    {
        try
        {
            ((IDisposable)_ml.Model.Load(new MemoryStream(Changed(entry, change)), out _)).Dispose();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    /// <summary>
    /// Puts another description into the entry of the header and makes its hash right, as a program would that means harm.
    /// </summary>
    public Exception? LoadWithDescription(string from, string to)
    {
        byte[]? hash = null;
        var header = Changed("Model.key", content =>
        {
            var changed = Replaced(content, from, to, out var block);
            hash = block;
            return changed;
        });
        return new SavedModel(header).LoadWith("hashes", content => [.. hash!, .. content[32..]]);
    }

    private SavedModel(byte[] file) => _file = file;

    private byte[] Changed(string entry, Func<byte[], byte[]> change)
    {
        using var result = new MemoryStream();
        using (var source = new ZipArchive(new MemoryStream(_file)))
        using (var target = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var part in source.Entries)
            {
                using var content = new MemoryStream();
                using (var stream = part.Open())
                    stream.CopyTo(content);
                var bytes = content.ToArray();
                using var written = target.CreateEntry(part.FullName).Open();
                written.Write(part.FullName.EndsWith(entry, StringComparison.Ordinal) ? change(bytes) : bytes);
            }
        return result.ToArray();
    }

    // The block of a model: kind with its length in front, version, length of the description, description.
    private static byte[] Replaced(byte[] content, string from, string to, out byte[] hash)
    {
        const string kind = "\u000bAutoencoder";
        var text = Encoding.Latin1.GetString(content);
        var start = text.IndexOf(kind, StringComparison.Ordinal);
        var at = start + kind.Length + 8;
        var length = BitConverter.ToInt32(content, at - 4);
        var description = text.Substring(at, length).Replace(from, to, StringComparison.Ordinal);
        while (description.Length > length) // ML.NET knows how long the block is
            description = description.Remove(description.IndexOf("\n ", StringComparison.Ordinal) + 1, 1);
        var changed = Encoding.Latin1.GetBytes(description.PadRight(length));
        hash = SHA256.HashData([.. content[(start + 1)..(at - 4)], .. changed]);
        return [.. content[..at], .. changed, .. content[(at + length)..]];
    }

    private sealed class Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
