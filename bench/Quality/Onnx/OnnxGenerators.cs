using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DeepML.Bench;

/// <summary>
/// Generators of handwritten digits, conditional on the label, that were written as ONNX: what they make of a latent there, beside
/// <see cref="GanAugmenterTransformer.Decode"/>. Pixels reach from -1 to 1, so that the file's numbers are those of the column.
/// </summary>
internal static class OnnxGenerators
{
    private const int Side = 8;
    private const int Latents = 14; // two batches of 7

    /// <summary>Each family with the largest difference between a number here and there.</summary>
    public static IEnumerable<(string Name, double Value)> Run(MLContext ml)
    {
        var data = ml.Data.LoadFromEnumerable(Rows());
        var brief = new GanAugmenterOptions
        {
            Picture = new GanPicture(Side, Side),
            Filters = 8,
            InputScaling = NetworkInputScaling.MinMax,
            Method = AugmentationMethod.Gan,
            Training = new GanAugmenterOptions().Training with { Epochs = 4, BatchSize = 32 },
        };
        foreach (var (family, options) in new Dictionary<string, GanAugmenterOptions>
        {
            ["gan"] = brief with { Picture = null },
            ["gan.convolutional"] = brief with { Convolutional = true },
            ["gan.laplacian"] = brief with { Growing = new LaplacianPyramidGenerator() },
            ["gan.progressive"] = brief with { Growing = new ProgressiveGenerator() },
            ["gan.style"] = brief with { Growing = new StyleGenerator() },
        })
        {
            using var model = ml.Transforms.AugmentWithGan("Pixels", "Label", options).Fit(data);
            yield return ($"onnx.{family}.maxdiff", Largest(model));
        }
    }

    private static double Largest(GanAugmenterTransformer model)
    {
        using var bytes = new MemoryStream();
        model.SaveAsOnnx(bytes);
        using var quiet = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(bytes.ToArray(), quiet);
        var latents = Enumerable.Range(1, Latents).Select(model.DrawLatent).ToArray();
        return (from batch in new[] { 1, 2, 7 }
                from condition in Enumerable.Range(0, model.Classes.Count)
                from asked in latents.Chunk(batch)
                select Difference(
                    model.Decode(asked, model.Classes[condition]), Made(session, asked, condition, model.Classes.Count))).Max();
    }

    private static float[] Made(InferenceSession session, float[][] latents, int condition, int conditions)
    {
        var wanted = new DenseTensor<float>([latents.Length, conditions]);
        for (var row = 0; row < latents.Length; row++)
            wanted[row, condition] = 1;
        var noise = new DenseTensor<float>(latents.SelectMany(latent => latent).ToArray(), [latents.Length, latents[0].Length]);
        using var answers = session.Run(
            [NamedOnnxValue.CreateFromTensor("Latent", noise), NamedOnnxValue.CreateFromTensor("Condition", wanted)]);
        return [.. answers.Single(answer => answer.Name == "Row").AsEnumerable<float>()];
    }

    private static double Difference(IReadOnlyList<float[]> expected, float[] actual) =>
        expected.SelectMany(row => row).Zip(actual, (here, there) => Math.Abs((double)here - there)).Max();

    // One row of either end for each pixel: the range is learned from the rows.
    private static Digit[] Rows()
    {
        var (pixels, labels) = ImageRows.Digits();
        var rows = pixels.Zip(labels, (row, label) => (Pixels: Array.ConvertAll(row, pixel => (pixel * 2) - 1), Label: (uint)label));
        float[] Plain(float pixel) => [.. Enumerable.Repeat(pixel, Side * Side)];
        return [.. rows.Take(400).Append((Plain(-1), 0u)).Append((Plain(1), 1u))
            .Select(row => new Digit { Pixels = row.Item1, Label = row.Item2 })];
    }

    private sealed class Digit
    {
        [VectorType(Side * Side)]
        public float[] Pixels { get; set; } = [];

        [KeyType(10)]
        public uint Label { get; set; }
    }
}
