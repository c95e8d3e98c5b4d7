using System.Text.Json;
using System.Text.Json.Serialization;

namespace DeepML.Estimators;

/// <summary>What Hugging Face's config.json says of a BERT.</summary>
internal sealed record BertConfiguration(
    [property: JsonPropertyName("model_type")] string? ModelType,
    [property: JsonPropertyName("vocab_size")] int VocabularySize,
    [property: JsonPropertyName("hidden_size")] int HiddenSize,
    [property: JsonPropertyName("num_hidden_layers")] int LayerCount,
    [property: JsonPropertyName("num_attention_heads")] int HeadCount,
    [property: JsonPropertyName("intermediate_size")] int FeedForwardSize,
    [property: JsonPropertyName("hidden_act")] string? Activation,
    [property: JsonPropertyName("max_position_embeddings")] int PositionCount,
    [property: JsonPropertyName("layer_norm_eps")] double? Epsilon,
    [property: JsonPropertyName("hidden_dropout_prob")] double? Dropout,
    [property: JsonPropertyName("position_embedding_type")] string? Positions)
{
    private const double UsualEpsilon = 1e-12;

    /// <summary>Reads the file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">It is no JSON, or of another network.</exception>
    public static BertConfiguration Read(string path)
    {
        BertConfiguration configuration;
        try
        {
            configuration = JsonSerializer.Deserialize<BertConfiguration>(File.ReadAllText(path))
                ?? throw new FormatException($"The file '{path}' holds nothing.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"The file '{path}' is no configuration in JSON: {e.Message}", e);
        }
        foreach (var (name, value, known) in new[]
        {
            ("model_type", configuration.ModelType, new[] { "bert" }), ("hidden_act", configuration.Activation, ["gelu", "relu"]),
            ("position_embedding_type", configuration.Positions, ["absolute"]),
        })
            if (value is not null && !known.Contains(value))
                throw new FormatException(
                    $"The file '{path}' says that {name} is \"{value}\"; only {string.Join(" or ", known)} can be read.");
        foreach (var (name, size) in new[]
        {
            ("vocab_size", configuration.VocabularySize), ("hidden_size", configuration.HiddenSize),
            ("num_hidden_layers", configuration.LayerCount), ("num_attention_heads", configuration.HeadCount),
            ("intermediate_size", configuration.FeedForwardSize), ("max_position_embeddings", configuration.PositionCount),
        })
            if (size < 1)
                throw new FormatException($"The file '{path}' says that {name} is {size}, or nothing of it; it must be at least 1.");
        if (configuration.HiddenSize % configuration.HeadCount != 0)
            throw new FormatException(
                $"The file '{path}' says that num_attention_heads is {configuration.HeadCount}; it must divide hidden_size, "
                    + $"{configuration.HiddenSize}.");
        return configuration;
    }

    /// <summary>The layers.</summary>
    public TransformerEncoder Encoder() => new()
    {
        HiddenSize = HiddenSize,
        LayerCount = LayerCount,
        HeadCount = HeadCount,
        FeedForwardSize = FeedForwardSize,
        Activation = Activation == "relu" ? DeepML.Activation.ReLU : DeepML.Activation.GELU,
        NormalizeFirst = false,
        NormalizationEpsilon = Epsilon ?? UsualEpsilon,
        Positions = new LearnedPositions { MaximumLength = PositionCount },
        Dropout = Dropout ?? 0,
    };
}
