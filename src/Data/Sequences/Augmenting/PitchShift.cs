namespace DeepML.Data;

/// <summary>
/// Sound at another pitch and of the same length: stretched by overlapping windows, each put where it goes on like the one before (WSOLA:
/// Verhelst and Roelands, ICASSP 1993), and then sampled at another rate.
/// </summary>
internal static class PitchShift
{
    private const int LongestWindow = 1024, ShortestSound = 16;

    /// <summary>Shifts the pitch.</summary>
    /// <param name="sound">Samples; fewer than 16 stay as they are.</param>
    /// <param name="semitones">How far up, or down if negative: twelve double the frequencies.</param>
    /// <returns>As many samples.</returns>
    public static float[] By(float[] sound, double semitones) => sound.Length < ShortestSound
        ? sound
        : StepChanges.Resampled(Stretched(sound, Math.Pow(2, semitones / 12)), 1, sound.Length);

    /// <summary>Makes a sound longer, or shorter, at the same pitch.</summary>
    /// <param name="sound">Samples, at least 16.</param>
    /// <param name="factor">Length of the result over that of the sound, above 0.</param>
    public static float[] Stretched(float[] sound, double factor)
    {
        var window = Math.Min(LongestWindow, sound.Length / 4) / 2 * 2;
        var hop = window / 2;
        var samples = Math.Max(1, (int)Math.Round(sound.Length * factor));
        var (made, weights) = (new double[samples + window], new double[samples + window]);
        var from = 0;
        for (var at = 0; at < samples; at += hop)
        {
            if (at > 0)
                from = Continuing(sound, from + hop, (int)Math.Round(at / factor), window);
            for (var i = 0; i < window; i++)
            {
                var weight = 0.5 - (0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / window)); // Hann
                made[at + i] += weight * sound[from + i];
                weights[at + i] += weight;
            }
        }
        return [.. made.Take(samples).Zip(weights, (value, weight) => (float)(value / weight))];
    }

    // Of the windows near the place wanted the one most like what would follow the window before.
    private static int Continuing(float[] sound, int following, int wanted, int window)
    {
        var last = sound.Length - window;
        following = Math.Min(following, last);
        var (best, most) = (Math.Clamp(wanted, 0, last), double.NegativeInfinity);
        for (var from = Math.Max(0, wanted - (window / 4)); from <= Math.Min(last, wanted + (window / 4)); from++)
        {
            var (likeness, power) = (0.0, 1e-12);
            for (var i = 0; i < window; i++)
            {
                likeness += sound[from + i] * (double)sound[following + i];
                power += sound[from + i] * (double)sound[from + i];
            }
            if (likeness / Math.Sqrt(power) > most)
                (best, most) = (from, likeness / Math.Sqrt(power));
        }
        return best;
    }
}
