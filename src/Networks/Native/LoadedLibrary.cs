using System.Runtime.InteropServices;

namespace DeepML.Networks;

/// <summary>Finds libraries that are in the memory of this process already, whatever folder they came from.</summary>
internal static class LoadedLibrary
{
    /// <summary>A function of a library that was loaded before.</summary>
    /// <param name="library">How its file's name begins.</param>
    /// <param name="function">The function, as the library exports it.</param>
    /// <returns>Its address; 0 where there is no such library or function.</returns>
    public static nint Find(string library, string function) =>
        PathOf(library) is { } path && NativeLibrary.TryLoad(path, out var handle)
            && NativeLibrary.TryGetExport(handle, function, out var found)
                ? found
                : 0;

    private static string? PathOf(string library)
    {
        if (OperatingSystem.IsLinux())
            return File.ReadLines("/proc/self/maps").Select(line => line[(line.IndexOf('/') is var at and >= 0 ? at : line.Length)..])
                .FirstOrDefault(file => IsNamed(file, library));
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.Modules.Cast<System.Diagnostics.ProcessModule>().Select(module => module.FileName)
            .FirstOrDefault(file => IsNamed(file, library));
    }

    private static bool IsNamed(string file, string library) => Path.GetFileName(file).StartsWith(library, StringComparison.Ordinal);
}
