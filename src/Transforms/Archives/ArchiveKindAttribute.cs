namespace DeepML.Transforms;

/// <summary>Names a transformer in saved models; the loader finds the class by it.</summary>
/// <param name="kind">A name that never changes.</param>
/// <param name="version">Version of the description; raised when older readers would misunderstand it.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class ArchiveKindAttribute(string kind, int version) : Attribute
{
    /// <summary>The name.</summary>
    public string Kind { get; } = kind;

    /// <summary>The newest version this library reads, and the one it writes.</summary>
    public int Version { get; } = version;
}
