using DeepML.Networks;
using NWaves.Filters.Fda;

namespace DeepML.Audio;

/// <summary>The triangles by which the energies of a spectrum become those of bands.</summary>
internal sealed class MelFilters
{
    private const int MostBands = 1024;

    private readonly (int Start, float[] Weights)[] _bands;

    /// <param name="options">Options without a fault.</param>
    public MelFilters(MelSpectrogramOptions options) => _bands = [.. Of(options).Select(Narrowed)];

    /// <summary>Numbers of a step.</summary>
    public int Count => _bands.Length;

    /// <summary>Notes bands of which the transform knows nothing.</summary>
    /// <param name="options">Options whose other numbers have no fault.</param>
    /// <param name="faults">Receives the fault.</param>
    public static void Validate(MelSpectrogramOptions options, PartFaults faults)
    {
        var most = Math.Min(MostBands, options.Transformed / 2);
        if (options.Bands < 1 || options.Bands > most)
        {
            faults.InRange(options.Bands, 1, most, nameof(options.Bands));
            return;
        }
        var filters = Of(options);
        var empty = Array.FindIndex(filters, filter => Array.TrueForAll(filter, weight => weight == 0));
        if (empty < 0)
            return;
        var (left, _, right) = Edges(options)[empty];
        faults.Add(nameof(options.Bands), options.Bands, FormattableString.Invariant(
            $"so few that each holds a frequency of the transform, which are {(double)options.SampleRate / options.Transformed:G4} Hz ")
            + FormattableString.Invariant($"apart: band {empty} goes from {left:F1} to {right:F1} Hz. Take fewer bands, a larger ")
            + $"{nameof(options.FftSize)} or a higher {nameof(options.LowFrequency)}");
    }

    /// <summary>The energies of the bands.</summary>
    /// <param name="spectrum">Energies of the frequencies, from 0 to half of the rate.</param>
    /// <param name="bands">Receives them.</param>
    public void Apply(ReadOnlySpan<float> spectrum, Span<float> bands)
    {
        for (var band = 0; band < _bands.Length; band++)
        {
            var (start, weights) = _bands[band];
            var sum = 0.0;
            for (var i = 0; i < weights.Length; i++)
                sum += (double)weights[i] * spectrum[start + i];
            bands[band] = (float)sum;
        }
    }

    private static (double Left, double Middle, double Right)[] Edges(MelSpectrogramOptions options) => options.MelScale == MelScale.Htk
        ? FilterBanks.MelBands(options.Bands, options.SampleRate, options.LowFrequency, options.Highest)
        : FilterBanks.MelBandsSlaney(options.Bands, options.SampleRate, options.LowFrequency, options.Highest);

    private static float[][] Of(MelSpectrogramOptions options)
    {
        var edges = Edges(options);
        var filters = FilterBanks.Triangular(options.Transformed, options.SampleRate, edges);
        if (options.NormalizeArea)
            FilterBanks.Normalize(options.Bands, edges, filters);
        return filters;
    }

    private static (int Start, float[] Weights) Narrowed(float[] filter)
    {
        var (start, end) = (Array.FindIndex(filter, weight => weight != 0), Array.FindLastIndex(filter, weight => weight != 0));
        return (start, filter[start..(end + 1)]);
    }
}
