using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace DeepML.Networks;

/// <summary>
/// A copy of TorchSharp's native library that loads where libstdc++ is older than the one it was linked with (Debian 12, Ubuntu 22.04).
/// </summary>
/// <remarks>
/// libLibTorchSharp.so 0.107 asks for GLIBCXX_3.4.32 for the sake of one symbol that nothing relies on
/// (_ZSt21ios_base_library_initv: libstdc++ initialises its streams itself). The copy calls that need weak. It lies in the user's
/// cache folder, named by its content, and is used again only if it is byte for byte what would be written; the original stays as it is.
/// </remarks>
[SupportedOSPlatform("linux")]
internal static class WeakenedCopy
{
    private const string Version = "GLIBCXX_3.4.32";

    /// <summary>Loads the library at a path in spite of its need.</summary>
    /// <param name="path">Full path of the library, which could not be loaded as it is.</param>
    /// <param name="handle">The library, if it was loaded.</param>
    /// <returns>False if the need is not what keeps the file from loading.</returns>
    /// <exception cref="DllNotFoundException">The copy cannot be loaded either.</exception>
    /// <exception cref="InvalidDataException">The file is no library of this system.</exception>
    public static bool TryLoad(string path, out nint handle)
    {
        handle = 0;
        var library = File.ReadAllBytes(path);
        if (!ElfVersionNeeds.Weaken(library, Version))
            return false;
        var folder = CacheFolder(Environment.GetEnvironmentVariable);
        var copy = folder is null ? null : TryWrite(folder, library);
        if (copy is null || !NativeLibrary.TryLoad(copy, out handle))
            handle = LoadFromTemporaryFolder(library); // no home, or one from which nothing may be executed
        return true;
    }

    /// <summary>The folder of DeepML's copies within the user's cache folder (XDG Base Directory Specification).</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <returns>The folder, which may not exist yet; null for a user without a home.</returns>
    internal static string? CacheFolder(Func<string, string?> variable)
    {
        if (variable("XDG_CACHE_HOME") is { } cache && Path.IsPathRooted(cache))
            return Path.Combine(cache, "deepml", "native");
        return variable("HOME") is { } home && Path.IsPathRooted(home) ? Path.Combine(home, ".cache", "deepml", "native") : null;
    }

    /// <summary>Writes a copy unless it is there already; other processes see it whole or not at all.</summary>
    /// <returns>Full path of the copy; null if nothing can be written there.</returns>
    internal static string? TryWrite(string folder, byte[] library)
    {
        var copy = Path.Combine(folder, $"libLibTorchSharp-{Convert.ToHexStringLower(SHA256.HashData(library).AsSpan(0, 8))}.so");
        try
        {
            if (File.Exists(copy) && File.ReadAllBytes(copy).AsSpan().SequenceEqual(library))
                return copy;
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var unfinished = $"{copy}.{Guid.NewGuid():N}";
            File.WriteAllBytes(unfinished, library);
            File.Move(unfinished, copy, overwrite: true);
            return copy;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // a read-only or full home: the temporary folder does as well
        }
    }

    // For users without a writable home. The folder is the process's own, and the file's name may go once it is loaded.
    private static nint LoadFromTemporaryFolder(byte[] library)
    {
        var folder = Directory.CreateTempSubdirectory("deepml-");
        try
        {
            var copy = Path.Combine(folder.FullName, "libLibTorchSharp.so");
            File.WriteAllBytes(copy, library);
            return NativeLibrary.Load(copy);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
