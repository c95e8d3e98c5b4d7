using Microsoft.ML;
using NAudio.Wave;

namespace DeepML.Docs.Tests;

/// <summary>Sounds, in files.</summary>
public static partial class GivenData
{
    /// <summary>Rows that name WAV files in the folder "recordings" of the current one, of high and of low tones.</summary>
    public static IDataView Recordings()
    {
        const int rate = 8_000;
        Directory.CreateDirectory("recordings");
        var rows = Enumerable.Range(0, 16).Select(i => new Recording { File = $"{i}.wav", Word = i % 2 == 0 ? "high" : "low" }).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            var pitch = (i % 2 == 0 ? 900 : 300) + (10 * i);
            var samples = Enumerable.Range(0, rate / 5).Select(n => 0.3f * MathF.Sin(2 * MathF.PI * pitch * n / rate)).ToArray();
            using var writer = new WaveFileWriter(Path.Combine("recordings", rows[i].File), new WaveFormat(rate, 16, 1));
            writer.WriteSamples(samples, 0, samples.Length);
        }
        return Ml.Data.LoadFromEnumerable(rows);
    }

    internal sealed class Recording
    {
        public string File { get; set; } = "";

        public string Word { get; set; } = "";
    }
}
