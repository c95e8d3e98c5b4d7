using System.Diagnostics;
using System.Globalization;

namespace DeepML.Trainers;

/// <summary>
/// Keeps a folder of checkpoints for one training, in this process and among all; the system lets go of it when a process is killed.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const int Attempts = 10;

    private readonly string _owner;
    private readonly FileStream _file;

    private FolderLock(string owner, FileStream file) => (_owner, _file) = (owner, file);

    /// <summary>Takes the folder.</summary>
    /// <param name="folder">Full path of a folder that is there.</param>
    /// <exception cref="InvalidOperationException">Another training has it, or nothing can be written there.</exception>
    public static FolderLock Take(string folder)
    {
        var path = Path.Combine(folder, "in-use.lock");
        var owner = Path.Combine(folder, "in-use.txt"); // the lock itself cannot be read while it is held
        var file = Open(folder, path, owner);
        try
        {
            File.WriteAllText(owner, Self);
            return new FolderLock(owner, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file.Dispose();
            throw Unusable(folder, e);
        }
    }

    private static FileStream Open(string folder, string path, string owner)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
                if (File.Exists(path))
                    return file;
                file.Dispose(); // the one before has taken it away between opening and locking
            }
            catch (IOException) when (File.Exists(path) && attempt < Attempts && !File.Exists(owner))
            {
                Thread.Sleep(10); // the other is about to say who it is, or to leave
            }
            catch (IOException e) when (File.Exists(path))
            {
                throw new InvalidOperationException(
                    $"The checkpoints in '{folder}' are being written by another training: {Owner(owner)}. Give each training its own "
                        + "CheckpointDirectory.", e);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Unusable(folder, e);
            }
        }
    }

    private static InvalidOperationException Unusable(string folder, Exception e) =>
        new($"Checkpoints cannot be written to '{folder}', the CheckpointDirectory: {e.Message}", e);

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            File.Delete(_owner);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Trace.TraceWarning($"'{_owner}' stays where it is: {e.Message}"); // it says only who held a lock that is gone
        }
        _file.Dispose();
    }

    private static string Self => string.Create(
        CultureInfo.InvariantCulture,
        $"process {Environment.ProcessId} ({Path.GetFileNameWithoutExtension(Environment.ProcessPath)}), since {DateTime.UtcNow:u}");

    private static string Owner(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "a process that has not said which it is";
        }
    }
}
