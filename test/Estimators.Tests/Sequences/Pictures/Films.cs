using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RecurrentSequences;

/// <summary>Films of a bright line that rises or falls by one row of pixels a frame, which no single frame tells.</summary>
internal static class Films
{
    public const int Side = 6;

    public static readonly ConvolutionalFront Front = new(Side, Side)
    {
        Layers =
        [
            new ConvolutionLayer(4, 3) { Padding = ConvolutionPadding.Same }, new ActivationLayer(Activation.ReLU),
            new PoolingLayer(PoolingKind.Maximum, 2), new DenseLayer(8), new ActivationLayer(Activation.ReLU),
        ],
    };

    public static IDataView Create(MLContext ml, int rows = 37, int seed = 1, int least = 2, int most = 4) =>
        ml.Data.LoadFromEnumerable(Draw(rows, seed, least, most));

    public static Film[] Draw(int rows, int seed, int least = 2, int most = 4)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => Film.Draw(random, random.Next(least, most + 1)))];
    }

    internal sealed class Film
    {
        public float[] Frames { get; set; } = [];

        public bool Rises { get; set; }

        /// <summary>At each step the row of the line, from 1 at the top.</summary>
        [KeyType(Side)]
        public uint[] Rows { get; set; } = [];

        public float[] Heights { get; set; } = [];

        public string[] Paths { get; set; } = [];

        public static Film Draw(Random random, int frames)
        {
            var rises = random.Next(2) == 1;
            var top = random.Next(0, Side - frames + 1);
            int[] lines = [.. Enumerable.Range(0, frames).Select(frame => rises ? top + frames - 1 - frame : top + frame)];
            var film = new Film
            {
                Rises = rises,
                Frames = new float[frames * Side * Side],
                Rows = [.. lines.Select(line => (uint)line + 1)],
                Heights = [.. lines.Select(line => (float)line)],
            };
            for (var frame = 0; frame < frames; frame++)
                for (var column = 0; column < Side; column++)
                    film.Frames[(((frame * Side) + lines[frame]) * Side) + column] = 1;
            return film;
        }
    }
}
