using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DeepML.Trainers;

/// <summary>
/// The checkpoints of one training: numbered files, of which the newest two are kept. Each is written to a temporary file,
/// flushed to the disk and renamed, and ends with a hash of itself: a crash at any moment leaves a whole file to go on from.
/// </summary>
internal sealed class CheckpointFolder : IDisposable
{
    private const string Family = "DMLCKPT";
    private const int FilesKept = 2;
    private const int HashBytes = 32;
    private static readonly byte[] Magic = "DMLCKPT3"u8.ToArray();

    private readonly string _prefix;
    private readonly FolderLock _lock;
    private long _next;

    /// <param name="path">The folder; it is made if it is not there.</param>
    /// <param name="phase">Number of the training within its fit: each has files of its own.</param>
    /// <exception cref="InvalidOperationException">The folder cannot be made or written to, or another training is writing
    /// there.</exception>
    public CheckpointFolder(string path, int phase)
    {
        Path = System.IO.Path.GetFullPath(path);
        _prefix = string.Create(CultureInfo.InvariantCulture, $"phase{phase}-");
        try
        {
            Directory.CreateDirectory(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The folder '{Path}', the CheckpointDirectory, cannot be made: {e.Message}", e);
        }
        _lock = FolderLock.Take(Path);
        _next = Files().Select(NumberOf).DefaultIfEmpty(0).Max() + 1;
    }

    /// <summary>Full path of the folder.</summary>
    public string Path { get; }

    /// <summary>Writes a checkpoint and removes those before the last two.</summary>
    /// <exception cref="IOException">It could not be written; nothing of it is left, and those before it are.</exception>
    public void Write(Action<BinaryWriter> content)
    {
        var name = System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{_prefix}{_next++:D8}.checkpoint"));
        var temporary = name + ".tmp";
        try
        {
            WriteWhole(temporary, content);
            File.Move(temporary, name, overwrite: true);
        }
        catch
        {
            File.Delete(temporary); // half a file on a full disk takes the room that the next one needs
            throw;
        }
        foreach (var old in Files().OrderByDescending(NumberOf).Skip(FilesKept))
            File.Delete(old);
    }

    /// <summary>Hands the newest whole checkpoint to a reader; damaged ones are passed over.</summary>
    /// <param name="content">The reader.</param>
    /// <param name="warn">Is told of damaged ones.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidOperationException">It was written by another version, or says what no training is in.</exception>
    public bool Read(Action<BinaryReader> content, Action<string> warn)
    {
        foreach (var unfinished in Directory.EnumerateFiles(Path, _prefix + "*.tmp"))
            File.Delete(unfinished);
        foreach (var name in Files().OrderByDescending(NumberOf))
        {
            using var file = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            if (!IsWhole(file, out var magic))
            {
                warn($"The checkpoint '{name}' is damaged and passed over.");
                continue;
            }
            if (!magic.AsSpan().SequenceEqual(Magic))
                throw new InvalidOperationException(
                    $"The checkpoint '{name}' is of another format ({Encoding.ASCII.GetString(magic)}; this version of DeepML reads "
                    + $"{Encoding.ASCII.GetString(Magic)}): set Resume to false to start anew, or give the training another "
                    + "CheckpointDirectory.");
            file.Position = Magic.Length;
            using var reader = new BinaryReader(file);
            try
            {
                content(reader);
            }
            catch (Exception e) when (e is not (InvalidOperationException or OutOfMemoryException))
            {
                throw new InvalidOperationException($"The checkpoint '{name}' says what no training is in: {e.Message}", e);
            }
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

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static void WriteWhole(string name, Action<BinaryWriter> content)
    {
        using var file = new FileStream(name, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
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

    // Whether a file is a checkpoint of whatever version, and all of it.
    private static bool IsWhole(FileStream file, out byte[] magic)
    {
        magic = new byte[Magic.Length];
        var length = file.Length - HashBytes;
        if (length < Magic.Length)
            return false;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (var left = length; left > 0;)
        {
            var read = file.ReadAtLeast(buffer.AsSpan(0, (int)Math.Min(left, buffer.Length)), 1, throwOnEndOfStream: false);
            if (read == 0)
                return false;
            hash.AppendData(buffer, 0, read);
            left -= read;
        }
        var stored = new byte[HashBytes];
        file.ReadExactly(stored);
        file.Position = 0;
        file.ReadExactly(magic);
        return Encoding.ASCII.GetString(magic).StartsWith(Family, StringComparison.Ordinal)
            && hash.GetHashAndReset().AsSpan().SequenceEqual(stored);
    }

    private string[] Files() => Directory.GetFiles(Path, _prefix + "*.checkpoint");

    private long NumberOf(string name)
    {
        var text = System.IO.Path.GetFileNameWithoutExtension(name)[_prefix.Length..];
        return long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
