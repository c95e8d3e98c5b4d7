using System.Globalization;
using System.Security.Cryptography;

namespace DeepML.Trainers;

/// <summary>
/// The checkpoints of one training: numbered files, of which the newest two are kept. Each is written to a temporary file,
/// flushed to the disk and renamed, and ends with a hash of itself: a crash at any moment leaves a whole file to go on from.
/// </summary>
internal sealed class CheckpointFolder
{
    private const int FilesKept = 2;
    private const int HashBytes = 32;
    private static readonly byte[] Magic = "DMLCKPT3"u8.ToArray();

    private readonly string _prefix;
    private long _next;

    /// <param name="path">The folder; it is made if it is not there.</param>
    /// <param name="phase">Number of the training within its fit: each has files of its own.</param>
    public CheckpointFolder(string path, int phase)
    {
        Path = System.IO.Path.GetFullPath(path);
        _prefix = string.Create(CultureInfo.InvariantCulture, $"phase{phase}-");
        Directory.CreateDirectory(Path);
        _next = Files().Select(NumberOf).DefaultIfEmpty(0).Max() + 1;
    }

    /// <summary>Full path of the folder.</summary>
    public string Path { get; }

    /// <summary>Writes a checkpoint and removes those before the last two.</summary>
    public void Write(Action<BinaryWriter> content)
    {
        var name = System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{_prefix}{_next++:D8}.checkpoint"));
        var temporary = name + ".tmp";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            using var hash = SHA256.Create();
            using (var hashing = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
            using (var writer = new BinaryWriter(hashing))
            {
                writer.Write(Magic);
                content(writer);
            }
            file.Write(hash.Hash);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, name, overwrite: true);
        foreach (var old in Files().OrderByDescending(NumberOf).Skip(FilesKept))
            File.Delete(old);
    }

    /// <summary>Hands the newest whole checkpoint to a reader; damaged ones are passed over.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Read(Action<BinaryReader> content)
    {
        foreach (var unfinished in Directory.EnumerateFiles(Path, _prefix + "*.tmp"))
            File.Delete(unfinished);
        foreach (var name in Files().OrderByDescending(NumberOf))
        {
            using var file = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            if (!IsWhole(file))
                continue;
            file.Position = Magic.Length;
            using var reader = new BinaryReader(file);
            content(reader);
            return true;
        }
        return false;
    }

    /// <summary>Removes every checkpoint of this training.</summary>
    public void Clear()
    {
        foreach (var name in Files())
            File.Delete(name);
    }

    private static bool IsWhole(FileStream file)
    {
        var length = file.Length - HashBytes;
        if (length < Magic.Length)
            return false;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        var isOurs = true;
        for (var left = length; left > 0;)
        {
            var read = file.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
                return false;
            if (left == length)
                isOurs = buffer.AsSpan(0, Magic.Length).SequenceEqual(Magic);
            hash.AppendData(buffer, 0, read);
            left -= read;
        }
        var stored = new byte[HashBytes];
        file.ReadExactly(stored);
        return isOurs && hash.GetHashAndReset().AsSpan().SequenceEqual(stored);
    }

    private string[] Files() => Directory.GetFiles(Path, _prefix + "*.checkpoint");

    private long NumberOf(string name)
    {
        var text = System.IO.Path.GetFileNameWithoutExtension(name)[_prefix.Length..];
        return long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
