namespace DeepML.Audio.Tests.Spectra;

/// <summary>
/// Mel spectrograms and cepstra as their definitions say, in double precision: sums over every sample and frequency, by no library.
/// </summary>
internal static class ReferenceSpectra
{
    /// <summary>The bands of each frame, in the options' scale.</summary>
    public static double[][] Mel(float[] samples, MelSpectrogramOptions options)
    {
        var (frame, hop) = (options.FrameLength, options.HopLength);
        var size = options.FftSize ?? (int)Math.Pow(2, Math.Ceiling(Math.Log2(frame)));
        var count = samples.Length <= frame ? 1 : 1 + ((samples.Length - frame) / hop);
        var filters = Filters(options, size);
        return
        [
            .. Enumerable.Range(0, count).Select(at =>
            {
                var power = Power([.. Enumerable.Range(0, frame).Select(i => (at * hop) + i < samples.Length
                    ? samples[(at * hop) + i] * (0.5 - (0.5 * Math.Cos(2 * Math.PI * i / frame)))
                    : 0)], size);
                return filters.Select(filter => Scaled(filter.Zip(power, (weight, energy) => weight * energy).Sum(), options)).ToArray();
            }),
        ];
    }

    /// <summary>The coefficients of each frame.</summary>
    public static double[][] Cepstrum(double[][] mel, int coefficients) =>
    [
        .. mel.Select(bands => Enumerable.Range(0, coefficients).Select(k => Math.Sqrt((k == 0 ? 1.0 : 2.0) / bands.Length)
            * bands.Select((band, n) => band * Math.Cos(Math.PI * k * (n + 0.5) / bands.Length)).Sum()).ToArray()),
    ];

    /// <summary>The slopes of steps by least squares over the steps around each, the ends repeated.</summary>
    public static double[][] Deltas(double[][] steps, int reach)
    {
        double At(int step, int number) => steps[Math.Clamp(step, 0, steps.Length - 1)][number];
        var norm = 2.0 * Enumerable.Range(1, reach).Sum(n => n * n);
        return
        [
            .. steps.Select((step, t) => step.Select((_, number) => Enumerable.Range(1, reach)
                .Sum(n => n * (At(t + n, number) - At(t - n, number))) / norm).ToArray()),
        ];
    }

    private static double[] Power(double[] frame, int size) =>
    [
        .. Enumerable.Range(0, (size / 2) + 1).Select(k =>
        {
            var (real, imaginary) = (0.0, 0.0);
            for (var n = 0; n < frame.Length; n++)
            {
                var angle = 2 * Math.PI * ((long)k * n % size) / size;
                real += frame[n] * Math.Cos(angle);
                imaginary -= frame[n] * Math.Sin(angle);
            }
            return (real * real) + (imaginary * imaginary);
        }),
    ];

    private static double[][] Filters(MelSpectrogramOptions options, int size)
    {
        var low = ToMel(options.LowFrequency, options.MelScale);
        var high = ToMel(options.HighFrequency ?? (options.SampleRate / 2.0), options.MelScale);
        var edges = Enumerable.Range(0, options.Bands + 2)
            .Select(i => ToHertz(low + ((high - low) * i / (options.Bands + 1)), options.MelScale)).ToArray();
        return
        [
            .. Enumerable.Range(0, options.Bands).Select(band => Enumerable.Range(0, (size / 2) + 1).Select(k =>
            {
                var frequency = (double)k * options.SampleRate / size;
                var weight = Math.Max(0, Math.Min(
                    (frequency - edges[band]) / (edges[band + 1] - edges[band]),
                    (edges[band + 2] - frequency) / (edges[band + 2] - edges[band + 1])));
                return options.NormalizeArea ? weight * 2 / (edges[band + 2] - edges[band]) : weight;
            }).ToArray()),
        ];
    }

    private static double ToMel(double hertz, MelScale scale) => scale == MelScale.Htk
        ? 2595 * Math.Log10(1 + (hertz / 700))
        : hertz < 1000 ? hertz * 3 / 200 : 15 + (27 * Math.Log(hertz / 1000) / Math.Log(6.4));

    private static double ToHertz(double mel, MelScale scale) => scale == MelScale.Htk
        ? 700 * (Math.Pow(10, mel / 2595) - 1)
        : mel < 15 ? mel * 200 / 3 : 1000 * Math.Exp(Math.Log(6.4) * (mel - 15) / 27);

    private static double Scaled(double energy, MelSpectrogramOptions options) => options.Scale switch
    {
        SpectrumScale.Power => energy,
        SpectrumScale.Logarithm => Math.Log(Math.Max(energy, options.Floor)),
        _ => 10 * Math.Log10(Math.Max(energy, options.Floor)),
    };
}
