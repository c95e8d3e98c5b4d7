using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>The weights of a BERT as Hugging Face names them, for a <see cref="MaskedTokenNetwork"/>.</summary>
/// <remarks>
/// Key k of the network is row k - 1 of the vocabulary; a missing key has zeros. Every token is of the first of two sentences, so that what
/// stands for it is added to the positions.
/// </remarks>
internal sealed class BertWeights
{
    private const string Head = "cls.predictions.";

    // What a file may hold beside: an index, and what this network has no use for.
    private static readonly string[] Unused =
        ["embeddings.position_ids", "pooler.", "cls.seq_relationship.", $"{Head}decoder.", "embeddings.token_type_embeddings."];

    private readonly Dictionary<string, Tensor> _file = [];
    private readonly Dictionary<string, Tensor> _weights = [];
    private readonly HashSet<string> _taken = [];
    private readonly List<string> _missing = [];

    private BertWeights(IReadOnlyDictionary<string, Tensor> file)
    {
        foreach (var (name, tensor) in file) // the oldest files call a normalization's scale gamma and its shift beta
            _file[Short(name).Replace("LayerNorm.gamma", "LayerNorm.weight", StringComparison.Ordinal)
                .Replace("LayerNorm.beta", "LayerNorm.bias", StringComparison.Ordinal)] = tensor.to(ScalarType.Float32);
    }

    /// <summary>Copies the weights.</summary>
    /// <param name="file">As they are in the file; they stay the caller's.</param>
    /// <param name="into">The network; its head keeps fresh weights where the file has none.</param>
    /// <param name="layers">Layers of the network.</param>
    /// <param name="maskRow">Row of the vocabulary that stands for a masked key.</param>
    /// <exception cref="ArgumentException">A weight is missing, has no place, or has another shape: all are listed.</exception>
    public static void Copy(IReadOnlyDictionary<string, Tensor> file, MaskedTokenNetwork into, int layers, int maskRow)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var bert = new BertWeights(file);
        bert.Read(layers, maskRow);
        var target = into.state_dict();
        if (!bert._file.ContainsKey($"{Head}bias"))
            foreach (var name in target.Keys.Where(key => key != "answer.mask" && key.StartsWith("answer.", StringComparison.Ordinal)))
                bert._weights[name] = target[name];
        string[] faults =
        [
            .. bert._missing.Select(name => $"it has no '{name}'"),
            .. bert._file.Keys.Where(name => !bert._taken.Contains(name) && !IsUnused(name)).Order(StringComparer.Ordinal)
                .Select(name => $"its '{name}' has no place here"),
        ];
        if (faults.Length == 0)
            faults = [.. NetworkWeights.Differences(bert._weights, target)];
        if (faults.Length > 0)
            throw new ArgumentException($"The weights are not those of this BERT: {string.Join("; ", faults.Take(12))}.", nameof(file));
        NetworkWeights.Copy(bert._weights, target);
    }

    private static string Short(string name) => name.StartsWith("bert.", StringComparison.Ordinal) ? name["bert.".Length..] : name;

    private static bool IsUnused(string name) => Array.Exists(Unused, start => name.StartsWith(start, StringComparison.Ordinal));

    private void Read(int layers, int maskRow)
    {
        const string own = "encoder.recurrent.forward0.";
        if (Take("embeddings.word_embeddings.weight") is { } words)
        {
            _weights["encoder.embedding.weight"] = cat([zeros(1, words.size(1)), words], 0); // (keys + 1, width)
            if (maskRow < words.size(0))
                _weights["answer.mask"] = words[maskRow];
            else
                _missing.Add($"embeddings.word_embeddings.weight of row {maskRow}");
        }
        if (Take("embeddings.position_embeddings.weight") is { } places)
            _weights[own + "positions.places"] = _file.TryGetValue("embeddings.token_type_embeddings.weight", out var types)
                ? places.Plus(types[0]) : places;
        Pair(own + "norm", "embeddings.LayerNorm");
        for (var layer = 0; layer < layers; layer++)
        {
            var (from, to) = ($"encoder.layer.{layer}.", $"{own}block{layer}.");
            foreach (var part in new[] { "weight", "bias" })
            {
                var parts = new[] { "query", "key", "value" }.Select(name => Take($"{from}attention.self.{name}.{part}")).ToArray();
                if (Array.TrueForAll(parts, tensor => tensor is not null))
                    _weights[$"{to}attention.projection.{part}"] = cat([.. parts.OfType<Tensor>()], 0);
            }
            Pair(to + "attention.output", from + "attention.output.dense");
            Pair(to + "attentionNorm", from + "attention.output.LayerNorm");
            Pair(to + "wide", from + "intermediate.dense");
            Pair(to + "narrow", from + "output.dense");
            Pair(to + "denseNorm", from + "output.LayerNorm");
        }
        if (!_file.ContainsKey($"{Head}bias"))
            return;
        Pair("answer.dense", $"{Head}transform.dense");
        Pair("answer.norm", $"{Head}transform.LayerNorm");
        _weights["answer.bias"] = cat([zeros(1), Take($"{Head}bias")!], 0);
    }

    private void Pair(string to, string from)
    {
        foreach (var part in new[] { "weight", "bias" })
            if (Take($"{from}.{part}") is { } tensor)
                _weights[$"{to}.{part}"] = tensor;
    }

    private Tensor? Take(string name)
    {
        _taken.Add(name);
        if (_file.TryGetValue(name, out var tensor))
            return tensor;
        _missing.Add(name);
        return null;
    }
}
