using DeepML.Transforms;

namespace DeepML.Audio;

/// <summary>
/// Samples of one rate from samples of another: the sum of sinc functions under Hann's window (Smith and Gossett, ICASSP 1984), cut off
/// below half of the lower rate. Places are fractions of whole numbers, so that they are exact however long a sound is, and nothing is
/// delayed.
/// </summary>
internal sealed class RateConversion
{
    /// <summary>Zeros of the sinc function on each side of a sample.</summary>
    private const int Zeros = 16;

    /// <summary>Where frequencies are cut off, as a share of half of the lower rate.</summary>
    private const double Cutoff = 0.95;

    private readonly int _from;
    private readonly int _to;
    private readonly int _reach;
    private readonly double _scale;
    private readonly float[]?[] _weights;

    /// <param name="from">Samples a second of what is read.</param>
    /// <param name="to">Samples a second of what is made.</param>
    public RateConversion(int from, int to)
    {
        var divisor = GreatestCommonDivisor(from, to);
        (_from, _to) = (from / divisor, to / divisor);
        _scale = Cutoff * Math.Min(1, (double)to / from); // of the sinc function, by samples that are read
        _reach = (int)Math.Ceiling(Zeros / _scale);
        _weights = new float[_to][];
    }

    /// <summary>The samples in the other rate, as many as last as long, rounded up.</summary>
    /// <exception cref="InvalidDataException">There would be more than a row holds.</exception>
    public float[] Convert(float[] samples)
    {
        if (_from == _to)
            return samples;
        var count = ((samples.LongLength * _to) + _from - 1) / _from;
        if (count > Sound.MostNumbers)
            throw new InvalidDataException($"it would have {count} samples; a row holds {Sound.MostNumbers} at most");
        var converted = new float[count];
        for (var i = 0; i < converted.Length; i++)
        {
            var (place, phase) = Math.DivRem((long)i * _from, _to);
            converted[i] = At(samples, (int)place, _weights[phase] ??= Weights((double)phase / _to));
        }
        return converted;
    }

    private float At(float[] samples, int place, float[] weights)
    {
        var start = place - _reach + 1;
        var (from, to) = (Math.Max(0, -start), Math.Min(weights.Length, samples.Length - start));
        var sum = 0.0;
        for (var i = from; i < to; i++)
            sum += (double)weights[i] * samples[start + i];
        return (float)sum;
    }

    // Of the samples from 1 - reach to reach, for a place that lies behind sample 0 by a part of a sample.
    private float[] Weights(double behind)
    {
        var weights = new float[2 * _reach];
        for (var i = 0; i < weights.Length; i++)
        {
            var time = _scale * (i - _reach + 1 - behind);
            if (Math.Abs(time) >= Zeros)
                continue;
            var window = Math.Cos(Math.PI * time / (2 * Zeros));
            weights[i] = (float)(_scale * window * window * (time == 0 ? 1 : Math.Sin(Math.PI * time) / (Math.PI * time)));
        }
        return weights;
    }

    private static int GreatestCommonDivisor(int one, int other) => other == 0 ? one : GreatestCommonDivisor(other, one % other);
}
