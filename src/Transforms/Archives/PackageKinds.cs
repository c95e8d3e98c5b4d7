using System.Collections.Concurrent;
using System.Reflection;

namespace DeepML.Transforms;

/// <summary>
/// The kinds of transformers in packages beside this one. Their names begin with the package's: "Audio.LoadAudio" is in DeepML.Audio, which
/// is looked for once such a name is met, so that a program that only loads a model names the package as a reference and nowhere else.
/// </summary>
internal static class PackageKinds
{
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, ArchiveKind>> Packages = new();

    /// <summary>The kind of a name that begins with a package's; null for other names, and where the package has no such kind.</summary>
    /// <param name="name">The name in a saved model.</param>
    /// <exception cref="FormatException">The program does not have the package.</exception>
    public static ArchiveKind? Find(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && name[..dot].All(char.IsAsciiLetter)
            ? Packages.GetOrAdd(name[..dot], package => In(package, name)).GetValueOrDefault(name)
            : null;
    }

    private static IReadOnlyDictionary<string, ArchiveKind> In(string package, string name)
    {
        try
        {
            return ArchiveKind.In(Assembly.Load($"DeepML.{package}"));
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            throw new FormatException(
                $"The model holds a '{name}', which the package DeepML.{package} reads. Add it to the program, of the version of DeepML.",
                e);
        }
    }
}
