using System.Text.Json;

namespace DeepML.Workout;

/// <summary>
/// A small BERT with random weights: its files as Hugging Face writes them, and what it gives, computed by loops over the equations of
/// Devlin et al., arXiv:1810.04805, and Vaswani et al., arXiv:1706.03762, in float64.
/// </summary>
public sealed class BertReference
{
    /// <summary>Sizes of the network.</summary>
    public const int Vocabulary = 20, Width = 8, Layers = 2, Heads = 2, Units = 12, Places = 10, Types = 2;

    private const double Epsilon = 1e-12;

    private readonly Random _random;

    /// <summary>Draws the weights.</summary>
    public BertReference(int seed)
    {
        _random = new Random(seed);
        Add("bert.embeddings.word_embeddings.weight", 0.05, 0, Vocabulary, Width);
        Add("bert.embeddings.position_embeddings.weight", 0.05, 0, Places, Width);
        Add("bert.embeddings.token_type_embeddings.weight", 0.05, 0, Types, Width);
        AddNorm("bert.embeddings.LayerNorm");
        for (var layer = 0; layer < Layers; layer++)
        {
            var own = $"bert.encoder.layer.{layer}.";
            foreach (var part in new[] { "query", "key", "value" })
                AddDense($"{own}attention.self.{part}", Width, Width);
            AddDense($"{own}attention.output.dense", Width, Width);
            AddNorm($"{own}attention.output.LayerNorm");
            AddDense($"{own}intermediate.dense", Units, Width);
            AddDense($"{own}output.dense", Width, Units);
            AddNorm($"{own}output.LayerNorm");
        }
        AddDense("bert.pooler.dense", Width, Width);
        AddDense("cls.predictions.transform.dense", Width, Width);
        AddNorm("cls.predictions.transform.LayerNorm");
        Add("cls.predictions.bias", 0.3, 0, Vocabulary);
    }

    /// <summary>The weights by name, in the order of their elements.</summary>
    public Dictionary<string, (int[] Shape, float[] Values)> Weights { get; } = [];

    /// <summary>The words of the vocabulary, [MASK] among them.</summary>
    public static IReadOnlyList<string> Words { get; } =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. Enumerable.Range(5, Vocabulary - 5).Select(i => $"w{i}")];

    /// <summary>Writes model.safetensors, config.json and vocab.txt into a folder.</summary>
    public void Write(string folder)
    {
        var (header, offset) = (new Dictionary<string, object> { ["__metadata__"] = new { format = "pt" } }, 0L);
        foreach (var (name, (shape, values)) in Weights)
        {
            header[name] = new { dtype = "F32", shape, data_offsets = new[] { offset, offset + (4L * values.Length) } };
            offset += 4L * values.Length;
        }
        using (var writer = new BinaryWriter(File.Create(Path.Combine(folder, "model.safetensors"))))
        {
            var text = JsonSerializer.SerializeToUtf8Bytes(header);
            writer.Write((long)text.Length);
            writer.Write(text);
            foreach (var value in Weights.Values.SelectMany(weight => weight.Values))
                writer.Write(value);
        }
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(new
        {
            model_type = "bert",
            vocab_size = Vocabulary,
            hidden_size = Width,
            num_hidden_layers = Layers,
            num_attention_heads = Heads,
            intermediate_size = Units,
            hidden_act = "gelu",
            max_position_embeddings = Places,
            type_vocab_size = Types,
            layer_norm_eps = Epsilon,
            hidden_dropout_prob = 0.1,
        }));
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), Words);
    }

    /// <summary>The last hidden state.</summary>
    /// <param name="tokens">Rows of the vocabulary, from 0.</param>
    /// <returns>(token, width).</returns>
    public double[][] Hidden(IReadOnlyList<int> tokens)
    {
        var steps = tokens.Select((token, place) => Norm(
            Enumerable.Range(0, Width).Select(i => (double)At("bert.embeddings.word_embeddings.weight", token, i)
                + At("bert.embeddings.position_embeddings.weight", place, i)
                + At("bert.embeddings.token_type_embeddings.weight", 0, i)).ToArray(), "bert.embeddings.LayerNorm")).ToArray();
        for (var layer = 0; layer < Layers; layer++)
        {
            var own = $"bert.encoder.layer.{layer}.";
            double[][] Of(string part) => [.. steps.Select(step => Dense(step, $"{own}attention.self.{part}"))];
            var (queries, keys, values) = (Of("query"), Of("key"), Of("value"));
            var next = new double[steps.Length][];
            for (var t = 0; t < steps.Length; t++)
            {
                var seen = new double[Width];
                for (var head = 0; head < Heads; head++)
                {
                    var range = Enumerable.Range(head * (Width / Heads), Width / Heads).ToArray();
                    var energies = keys.Select(key => range.Sum(i => queries[t][i] * key[i]) / Math.Sqrt(Width / Heads)).ToArray();
                    var weights = energies.Select(energy => Math.Exp(energy - energies.Max())).ToArray();
                    foreach (var i in range)
                        seen[i] = weights.Select((weight, s) => weight * values[s][i]).Sum() / weights.Sum();
                }
                var attended = Norm(
                    Sum(steps[t], Dense(seen, $"{own}attention.output.dense")), $"{own}attention.output.LayerNorm");
                var units = Array.ConvertAll(Dense(attended, $"{own}intermediate.dense"), Gelu);
                next[t] = Norm(Sum(attended, Dense(units, $"{own}output.dense")), $"{own}output.LayerNorm");
            }
            steps = next;
        }
        return steps;
    }

    /// <summary>The probabilities of all words at a place.</summary>
    public double[] Probabilities(IReadOnlyList<int> tokens, int place)
    {
        var state = Norm(
            Array.ConvertAll(Dense(Hidden(tokens)[place], "cls.predictions.transform.dense"), Gelu),
            "cls.predictions.transform.LayerNorm");
        var logits = Enumerable.Range(0, Vocabulary).Select(word => At("cls.predictions.bias", 0, word)
            + Enumerable.Range(0, Width).Sum(i => state[i] * At("bert.embeddings.word_embeddings.weight", word, i))).ToArray();
        var sum = logits.Sum(Math.Exp);
        return Array.ConvertAll(logits, logit => Math.Exp(logit) / sum);
    }

    // x·Φ(x), Φ by its series (Abramowitz and Stegun 7.1.5), which is exact enough for the small x at hand.
    private static double Gelu(double x)
    {
        var z = x / Math.Sqrt(2);
        var (term, sum) = (z, z);
        for (var n = 1; n < 200; n++)
        {
            term *= -z * z / n;
            sum += term / ((2 * n) + 1);
        }
        return 0.5 * x * (1 + (2 / Math.Sqrt(Math.PI) * sum));
    }

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private double[] Norm(double[] x, string name)
    {
        var mean = x.Average();
        var deviation = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + Epsilon);
        return [.. x.Select((value, i) => ((value - mean) / deviation * At($"{name}.weight", 0, i)) + At($"{name}.bias", 0, i))];
    }

    private double[] Dense(double[] x, string name) =>
    [
        .. Enumerable.Range(0, Weights[$"{name}.bias"].Values.Length)
            .Select(row => At($"{name}.bias", 0, row) + x.Select((value, i) => value * At($"{name}.weight", row, i)).Sum()),
    ];

    private float At(string name, int row, int column) => Weights[name].Values[(row * Weights[name].Shape[^1]) + column];

    private void AddDense(string name, int outputs, int inputs)
    {
        Add($"{name}.weight", 0.4, 0, outputs, inputs);
        Add($"{name}.bias", 0.2, 0, outputs);
    }

    private void AddNorm(string name)
    {
        Add($"{name}.weight", 0.3, 1, Width);
        Add($"{name}.bias", 0.2, 0, Width);
    }

    private void Add(string name, double spread, double centre, params int[] shape) => Weights[name] = (
        shape, [.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b))
            .Select(_ => (float)(centre + (spread * ((2 * _random.NextDouble()) - 1))))]);
}
