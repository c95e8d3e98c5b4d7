using System.Text.Json;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Weights for other networks as a file in the safetensors format, with what is known of them as its texts.</summary>
internal static class TransferFile
{
    private const string Vocabulary = "vocabulary";
    private const string HiddenFunction = "hidden_function";

    /// <summary>Writes weights; a file of the same name is replaced.</summary>
    public static void Write(string path, TransferWeights weights)
    {
        var texts = new Dictionary<string, string>();
        if (weights.Vocabulary is { } vocabulary)
            texts.Add(Vocabulary, JsonSerializer.Serialize(vocabulary));
        if (weights.HiddenFunction is { } function)
            texts.Add(HiddenFunction, function);
        using var file = new BinaryWriter(File.Create(path));
        SafeTensors.Write(file, weights.Weights, texts);
    }

    /// <summary>Reads weights that <see cref="Write"/> or another program has written.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">The file is damaged or not in the safetensors format.</exception>
    public static TransferWeights Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        try
        {
            var texts = SafeTensors.ReadMetadata(reader);
            reader.BaseStream.Position = 0;
            using var scope = NewDisposeScope(); // for what is read of a file that turns out to be damaged
            var weights = SafeTensors.Read(reader);
            foreach (var weight in weights.Values)
                weight.DetachFromDisposeScope();
            return new TransferWeights(weights)
            {
                Vocabulary = texts.TryGetValue(Vocabulary, out var vocabulary) ? JsonSerializer.Deserialize<string[]>(vocabulary) : null,
                HiddenFunction = texts.GetValueOrDefault(HiddenFunction),
            };
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            reader.BaseStream.Position = 0;
            throw new FormatException(
                $"The file '{path}' cannot be read. {SafeTensors.WhatElse(reader.ReadBytes(sizeof(long))) ?? e.Message}", e);
        }
    }
}
