using DeepML.Networks;

namespace DeepML;

/// <summary>How coefficients are made of the bands of a mel spectrogram (Davis and Mermelstein, IEEE Trans. ASSP 28(4), 1980).</summary>
public sealed record MelFrequencyCepstrumOptions
{
    /// <summary>The spectrogram of which they are made.</summary>
    /// <value>By default 40 bands of natural logarithms.</value>
    public MelSpectrogramOptions Spectrogram { get; init; } = new();

    /// <summary>Coefficients of a frame, from the first, which is its loudness: an orthonormal discrete cosine transform, DCT-II.</summary>
    /// <value>In [1, <see cref="MelSpectrogramOptions.Bands"/>]; the default is 13.</value>
    public int Coefficients { get; init; } = 13;

    /// <summary>
    /// How often it is told how coefficients change: 1 adds as many numbers to a frame, how fast they rise, and 2 as many again, how fast
    /// that rises.
    /// </summary>
    /// <value>In [0, 2]; the default is 0.</value>
    public int Deltas { get; init; }

    /// <summary>
    /// Frames on each side from which it is told, by the slope of the line through them; the first and the last frame stand for those
    /// beyond the ends.
    /// </summary>
    /// <value>In [1, 100]; the default is 2. Without <see cref="Deltas"/> it is not used.</value>
    public int DeltaReach { get; init; } = 2;

    internal int StepSize => Coefficients * (1 + Deltas);

    internal void Validate(PartFaults faults)
    {
        if (Spectrogram is null)
            faults.Add(nameof(Spectrogram), null, "given");
        Spectrogram?.Validate(new PartFaults(nameof(Spectrogram), faults.Add));
        if (Spectrogram is { Scale: SpectrumScale.Power })
            faults.Add($"{nameof(Spectrogram)}.{nameof(Spectrogram.Scale)}", SpectrumScale.Power, "Logarithm or Decibel");
        faults.InRange(Coefficients, 1, Math.Max(1, Spectrogram?.Bands ?? 1), nameof(Coefficients));
        faults.InRange(Deltas, 0, 2, nameof(Deltas));
        faults.InRange(DeltaReach, 1, 100, nameof(DeltaReach));
    }
}
