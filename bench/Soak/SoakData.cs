using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Made-up rows for long trainings: enough of them that an epoch takes some tenths of a second. For long scoring the same rows come again
/// and again, as many as are asked for.
/// </summary>
internal static class SoakData
{
    public const int Width = 64;

    public static IDataView Rows(MLContext ml, int count, int? total = null)
    {
        var random = new Random(1);
        return Load(ml, count, total, _ =>
        {
            var features = Noise(random, Width);
            return new Row { Label = features[0] + features[1] > 1 ? features[2] > 0.5 ? 2u : 1u : 0u, Features = features };
        });
    }

    public static IDataView Bits(MLContext ml, int count, int? total = null)
    {
        var random = new Random(1);
        return Load(ml, count, total,
            i => new Row { Features = [.. Enumerable.Range(0, Width).Select(at => random.Next(4) == 0 ? 0f : (i >> (at % 4)) % 2)] });
    }

    public static IDataView Pictures(MLContext ml, int count, int? total = null)
    {
        var random = new Random(1);
        return Load(ml, count, total, i => new Picture { Label = (uint)(i % 3), Features = Stripes(random, i % 3) });
    }

    /// <summary>A noisy sine.</summary>
    public static IDataView Series(MLContext ml, int count, int? total = null)
    {
        var random = new Random(1);
        return Load(ml, count, total, t => new Moment { Value = (float)(Math.Sin(t / 8.0) + (0.1 * random.NextDouble())) });
    }

    /// <summary>Words of which a few occur everywhere and most hardly ever; which of two rare ones does tells the label.</summary>
    public static IDataView Texts(MLContext ml, int count, int? total = null)
    {
        var random = new Random(1);
        return Load(ml, count, total, i => new Text
        {
            Label = (uint)(i % 2),
            Words = [.. Enumerable.Range(0, Text.Length).Select(at => at == i % Text.Length ? (uint)(i % 2) : 2 + Rare(random))],
        });
    }

    public static IDataView Ratings(MLContext ml, int count, int? total = null)
    {
        var random = new Random(1);
        return Load(ml, count, total, _ =>
        {
            var (user, item) = ((uint)random.Next(Rating.Users), (uint)random.Next(Rating.Items));
            return new Rating { User = user, Item = item, Stars = 1 + (((user % 5) + item) % 5) };
        });
    }

    private static uint Rare(Random random) => (uint)((Text.VocabularySize - 2) * Math.Pow(random.NextDouble(), 4));

    private static float[] Noise(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];

    private static float[] Stripes(Random random, int kind) => [.. Enumerable.Range(0, Picture.Side * Picture.Side)
        .Select(at => (kind == 0 ? at % 2 : kind == 1 ? at / Picture.Side % 2 : (at + (at / Picture.Side)) % 2)
            + (0.3f * random.NextSingle()))];

    private static IDataView Load<T>(MLContext ml, int count, int? total, Func<int, T> create)
        where T : class
    {
        T[] rows = [.. Enumerable.Range(0, count).Select(create)];
        return ml.Data.LoadFromEnumerable(total is { } all ? Enumerable.Range(0, all).Select(i => rows[i % count]) : rows);
    }

    private sealed class Row
    {
        [KeyType(3)]
        public uint Label { get; set; }

        [VectorType(Width)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Picture
    {
        public const int Side = 12;

        [KeyType(3)]
        public uint Label { get; set; }

        [VectorType(1, Side, Side)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Moment
    {
        public float Value { get; set; }
    }

    private sealed class Text
    {
        public const int Length = 20, VocabularySize = 5000;

        [KeyType(2)]
        public uint Label { get; set; }

        [VectorType(Length), KeyType(VocabularySize)]
        public uint[] Words { get; set; } = [];
    }

    private sealed class Rating
    {
        public const int Users = 500, Items = 200;

        [KeyType(Users)]
        public uint User { get; set; }

        [KeyType(Items)]
        public uint Item { get; set; }

        public float Stars { get; set; }
    }
}
