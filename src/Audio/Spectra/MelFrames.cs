using NWaves.Transforms;
using NWaves.Windows;

namespace DeepML.Audio;

/// <summary>Makes the energies of bands of the frames of a sound. It has buffers of its own, and serves one cursor.</summary>
/// <param name="options">Options without a fault.</param>
internal sealed class MelFrames(MelSpectrogramOptions options)
{
    // One more, without the last: periodic, as spectra are taken; the library's window ends where it began.
    private readonly float[] _window = Window.OfType(WindowType.Hann, options.FrameLength + 1)[..options.FrameLength];
    private readonly RealFft _fft = new(options.Transformed);
    private readonly float[] _frame = new float[options.Transformed];
    private readonly float[] _spectrum = new float[(options.Transformed / 2) + 1];
    private readonly MelFilters _filters = new(options);

    /// <summary>Frames of a sound.</summary>
    /// <param name="samples">Its samples, one at least.</param>
    /// <param name="options">How it is cut.</param>
    public static int CountOf(int samples, MelSpectrogramOptions options) =>
        1 + (Math.Max(0, samples - options.FrameLength) / options.HopLength);

    /// <summary>The bands of each frame, one frame after the other.</summary>
    /// <param name="samples">The sound. If one of its samples is not finite, all numbers are NaN.</param>
    public float[] Of(ReadOnlySpan<float> samples)
    {
        var frames = CountOf(samples.Length, options);
        var bands = new float[frames * _filters.Count];
        if (!IsFinite(samples))
        {
            Array.Fill(bands, float.NaN);
            return bands;
        }
        for (var frame = 0; frame < frames; frame++)
        {
            var sound = samples[(frame * options.HopLength)..];
            Write(sound[..Math.Min(sound.Length, options.FrameLength)], bands.AsSpan(frame * _filters.Count, _filters.Count));
        }
        return bands;
    }

    private void Write(ReadOnlySpan<float> sound, Span<float> bands)
    {
        Array.Clear(_frame);
        for (var i = 0; i < sound.Length; i++)
            _frame[i] = sound[i] * _window[i];
        _fft.PowerSpectrum(_frame, _spectrum, normalize: false);
        _filters.Apply(_spectrum, bands);
        if (options.Scale == SpectrumScale.Power)
            return;
        foreach (ref var energy in bands)
        {
            var logarithm = Math.Log(Math.Max(energy, options.Floor));
            energy = (float)(options.Scale == SpectrumScale.Decibel ? logarithm * (10 / Math.Log(10)) : logarithm);
        }
    }

    private static bool IsFinite(ReadOnlySpan<float> samples)
    {
        foreach (var sample in samples)
            if (!float.IsFinite(sample))
                return false;
        return true;
    }
}
