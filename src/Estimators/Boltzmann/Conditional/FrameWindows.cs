namespace DeepML;

/// <summary>Rows of past frames and a present one, as a Boltzmann machine with a past reads them, made of a sequence.</summary>
public static class FrameWindows
{
    /// <summary>A row for each frame that has enough frames before it.</summary>
    /// <param name="frames">
    /// The sequence, the oldest first; all of one size. Sequences that do not follow each other are given apart.
    /// </param>
    /// <param name="pastFrames">Frames before the present one; at least 1.</param>
    /// <returns>Rows of (pastFrames + 1) · size numbers, the oldest frame first; none where the sequence is too short.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pastFrames"/> is below 1.</exception>
    /// <exception cref="ArgumentException">Frames differ in size.</exception>
    public static IReadOnlyList<float[]> Of(IReadOnlyList<float[]> frames, int pastFrames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentOutOfRangeException.ThrowIfLessThan(pastFrames, 1);
        for (var i = 0; i < frames.Count; i++)
            if (frames[i]?.Length != frames[0]?.Length || frames[i] is not { Length: > 0 })
                throw new ArgumentException($"Frame {i} has another size than frame 0, or none.", nameof(frames));
        return [.. Enumerable.Range(0, Math.Max(0, frames.Count - pastFrames))
            .Select(first => frames.Skip(first).Take(pastFrames + 1).SelectMany(frame => frame).ToArray())];
    }
}
