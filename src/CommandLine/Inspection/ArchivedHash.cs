namespace DeepML.CommandLine.Inspection;

/// <summary>SHA-256 of a part of a model.</summary>
/// <param name="Of">The part.</param>
/// <param name="Saved">As it was saved; null if it is missing.</param>
/// <param name="Found">Of what is there now; null if nothing is.</param>
internal sealed record ArchivedHash(string Of, byte[]? Saved, byte[]? Found)
{
    /// <summary>Whether the part is what was saved.</summary>
    public bool IsRight => Saved is not null && Found is not null && Saved.AsSpan().SequenceEqual(Found);

    /// <summary>The hash as it is, and whether it is right.</summary>
    public override string ToString() => IsRight ? $"{Convert.ToHexStringLower(Found!)} (as saved)"
        : Found is null ? "missing"
        : $"{Convert.ToHexStringLower(Found)} (NOT as saved: {(Saved is null ? "no hash" : Convert.ToHexStringLower(Saved))})";
}
