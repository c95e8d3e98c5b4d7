using NAudio.Wave;

namespace DeepML.Bench;

/// <summary>
/// Voices of chance that say vowels: pulses of the glottis through four resonances of the mouth (Klatt, J. Acoust. Soc. Am. 67, 1980), at
/// the places that Peterson and Barney (J. Acoust. Soc. Am. 24, 1952) measured. Each has a pitch, a length of the throat, by which all
/// resonances lie higher or lower, and an accent; it speaks for a part of a recording in white noise.
/// </summary>
/// <param name="seed">Of voices and noise.</param>
/// <param name="decibels">How much louder a vowel is than the noise.</param>
internal sealed class Voice(int seed, double decibels)
{
    /// <summary>The vowels: of heed, head, hod, hawed, who'd.</summary>
    public static readonly string[] Vowels = ["i", "e", "a", "o", "u"];

    private const double Seconds = 0.6, Loudness = 0.08, Fade = 0.02;

    private static readonly int[] Rates = [16_000, 22_050];
    private static readonly double[] Widths = [60, 90, 130, 200]; // hertz

    private static readonly double[][] Resonances = // hertz, of a man
    [
        [270, 2290, 3010, 3500], [530, 1840, 2480, 3500], [730, 1090, 2440, 3500], [570, 840, 2410, 3500], [300, 870, 2240, 3500],
    ];

    private readonly Random _random = new(seed);

    /// <summary>Says a vowel, or one that becomes another, by a new voice.</summary>
    /// <param name="path">The file that is written: 16 bits, 16,000 or 22,050 samples a second.</param>
    /// <param name="from">The vowel, by its place in <see cref="Vowels"/>.</param>
    /// <param name="to">What it becomes; the same for a vowel that stays.</param>
    public void Say(string path, int from, int to)
    {
        var rate = Rates[_random.Next(Rates.Length)];
        var recording = Spoken(rate, from, to);
        using var writer = new WaveFileWriter(path, new WaveFormat(rate, 16, 1));
        writer.WriteSamples(Array.ConvertAll(recording, sample => (float)Math.Clamp(sample, -1, 1)), 0, recording.Length);
    }

    private double[] Spoken(int rate, int from, int to)
    {
        var length = (int)(rate * Between(0.15, 0.35));
        var recording = new double[(int)(rate * Seconds)];
        var start = _random.Next(recording.Length - length);
        var size = _random.NextDouble(); // of the speaker: a large one has a low voice and a long throat
        var vowel = Resonated(Pulses(rate, length, 240 * Math.Pow(0.4, size)), rate, 1.18 - (0.25 * size) + (0.04 * Normal()), from, to);
        var loudness = Loudness / Math.Sqrt(vowel.Average(sample => sample * sample));
        for (var i = 0; i < length; i++)
        {
            var edge = Math.Min(1, Math.Min(i, length - 1 - i) / (Fade * rate));
            recording[start + i] = vowel[i] * loudness * (0.5 - (0.5 * Math.Cos(Math.PI * edge)));
        }
        var noise = Loudness * Math.Pow(10, -decibels / 20);
        for (var i = 0; i < recording.Length; i++)
            recording[i] += noise * Normal();
        return recording;
    }

    // The pitch falls or rises by a fifth at most, and no two pulses are alike.
    private double[] Pulses(int rate, int length, double pitch)
    {
        var glide = Between(-0.2, 0.2);
        var (pulses, phase, smooth) = (new double[length], _random.NextDouble(), 0.0);
        var decay = Math.Exp(-2 * Math.PI * 100 / rate);
        for (var i = 0; i < length; i++)
        {
            phase += pitch * (1 + (glide * i / length) + (0.02 * Normal())) / rate;
            var pulse = 0.0;
            if (phase >= 1)
                (phase, pulse) = (phase - 1, 1 + (0.1 * Normal()));
            pulses[i] = smooth = (decay * smooth) + pulse;
        }
        return pulses;
    }

    private double[] Resonated(double[] sound, int rate, double throat, int from, int to)
    {
        for (var place = 0; place < Widths.Length; place++)
        {
            var accent = throat * (1 + (0.04 * Normal()));
            var (first, last) = (accent * Resonances[from][place], accent * Resonances[to][place]);
            var (before, earlier, radius) = (0.0, 0.0, Math.Exp(-Math.PI * Widths[place] / rate));
            for (var i = 0; i < sound.Length; i++)
            {
                var frequency = first + ((last - first) * i / sound.Length);
                var (near, far) = (2 * radius * Math.Cos(2 * Math.PI * frequency / rate), -radius * radius);
                (before, earlier) = (((1 - near - far) * sound[i]) + (near * before) + (far * earlier), before);
                sound[i] = before;
            }
        }
        return sound;
    }

    private double Between(double low, double high) => low + ((high - low) * _random.NextDouble());

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
