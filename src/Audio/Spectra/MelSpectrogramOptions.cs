using System.Numerics;
using DeepML.Audio;
using DeepML.Networks;

namespace DeepML;

/// <summary>How a sound is cut into frames, and the energy of each into bands of pitch.</summary>
/// <remarks>
/// A frame is weighed by Hann's window (periodic), has zeros behind it up to <see cref="FftSize"/>, and its spectrum is |X|², divided by
/// nothing. Bands are triangles over the frequencies in hertz, 1 at their middle. Frames are not centred: the first begins at the first
/// sample, and one that would end behind the last sample is left out; a sound shorter than a frame is one frame, with zeros behind it.
/// </remarks>
public sealed record MelSpectrogramOptions
{
    private const int LongestFrame = 1 << 16;

    /// <summary>Samples a second of the sounds.</summary>
    /// <value>
    /// In [100, 1,000,000] hertz; the default is 16,000. Samples of <c>LoadAudio</c> say theirs, and another one is an error.
    /// </value>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>Samples of a frame.</summary>
    /// <value>In [2, 65,536]; the default is 400, 25 ms at 16,000 Hz.</value>
    public int FrameLength { get; init; } = 400;

    /// <summary>Samples from the beginning of a frame to that of the next.</summary>
    /// <value>In [1, <see cref="FrameLength"/>]; the default is 160, 10 ms at 16,000 Hz.</value>
    public int HopLength { get; init; } = 160;

    /// <summary>Numbers that are transformed for each frame: <see cref="FrameLength"/> samples, and zeros.</summary>
    /// <value>A power of two in [<see cref="FrameLength"/>, 65,536]; null (the default) for the smallest.</value>
    public int? FftSize { get; init; }

    /// <summary>Bands, the numbers of a step.</summary>
    /// <value>
    /// In [1, <see cref="FftSize"/> / 2], 1,024 at most, and each must hold a frequency of the transform; the default is 40.
    /// </value>
    public int Bands { get; init; } = 40;

    /// <summary>Where the lowest band begins.</summary>
    /// <value>In hertz, at least 0, below <see cref="HighFrequency"/>; the default is 0.</value>
    public double LowFrequency { get; init; }

    /// <summary>Where the highest band ends.</summary>
    /// <value>In hertz, at most half of <see cref="SampleRate"/>; null (the default) for that.</value>
    public double? HighFrequency { get; init; }

    /// <summary>The scale on which bands are equally wide.</summary>
    /// <value>The default is <see cref="MelScale.Htk"/>.</value>
    public MelScale MelScale { get; init; }

    /// <summary>Whether a band's numbers are divided by half its width in hertz, as librosa does, so that white noise is flat.</summary>
    /// <value>The default is false.</value>
    public bool NormalizeArea { get; init; }

    /// <summary>In what energies are given.</summary>
    /// <value>The default is <see cref="SpectrumScale.Logarithm"/>.</value>
    public SpectrumScale Scale { get; init; } = SpectrumScale.Logarithm;

    /// <summary>The least energy of which a logarithm is taken; silence has it.</summary>
    /// <value>In (0, 1]; the default is 1e-10.</value>
    public double Floor { get; init; } = 1e-10;

    internal int Transformed => FftSize ?? (int)BitOperations.RoundUpToPowerOf2((uint)FrameLength);

    internal double Highest => HighFrequency ?? SampleRate / 2.0;

    internal void Validate(PartFaults faults)
    {
        var before = 0;
        var counted = new PartFaults("", (name, value, requirement) =>
        {
            before++;
            faults.Add(name[1..], value, requirement); // behind the dot of a part without a name
        });
        counted.InRange(SampleRate, SampleRates.Fewest, SampleRates.Most, nameof(SampleRate));
        counted.InRange(FrameLength, 2, LongestFrame, nameof(FrameLength));
        counted.InRange(HopLength, 1, Math.Max(1, FrameLength), nameof(HopLength));
        if (FftSize is { } size && (size < FrameLength || size > LongestFrame || !BitOperations.IsPow2(size)))
            counted.Add(nameof(FftSize), size, $"a power of two in [{nameof(FrameLength)} = {FrameLength}, {LongestFrame}]");
        counted.InHalfOpenRange(LowFrequency, 0, SampleRate / 2.0, nameof(LowFrequency));
        if (HighFrequency is { } high && !(high > LowFrequency && high <= SampleRate / 2.0))
            counted.Add(nameof(HighFrequency), high, FormattableString.Invariant(
                $"above {nameof(LowFrequency)} = {LowFrequency} and at most half of {nameof(SampleRate)}, {SampleRate / 2.0}"));
        counted.Defined(MelScale, nameof(MelScale));
        counted.Defined(Scale, nameof(Scale));
        counted.AboveUpTo(Floor, 0, 1, nameof(Floor));
        if (before == 0)
            MelFilters.Validate(this, counted);
        else if (Bands < 1)
            counted.AtLeast(Bands, 1, nameof(Bands));
    }
}
