using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Reads weights learned elsewhere into a network.</summary>
internal static class BackboneFile
{
    /// <summary>Copies the weights and freezes blocks.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">The file is damaged or not in the safetensors format.</exception>
    /// <exception cref="ArgumentException">The weights belong to another network.</exception>
    public static void Load(TransferOptions transfer, ConvolutionalNetwork network)
    {
        using var scope = NewDisposeScope();
        Copy(transfer.WeightsFile, Read(transfer.WeightsFile), network, transfer.KeepHead);
        network.FrozenBlocks = transfer.FrozenBlocks;
    }

    /// <summary>A network with the weights of a file, and with the file's answer if it has one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="build">The architecture for a size of the answer.</param>
    /// <inheritdoc cref="Load(TransferOptions, ConvolutionalNetwork)" path="/exception"/>
    public static ConvolutionalNetwork Load(string path, Func<int, ConvolutionalArchitecture> build)
    {
        // The network outlives the weights read: built inside a dispose scope, its batch normalizations would end with it.
        var weights = Read(path);
        try
        {
            var hasAnswer = weights.TryGetValue(build(1).AnswerName + ".weight", out var answer) && answer.dim() == 2;
            var network = new ConvolutionalNetwork(build(hasAnswer ? (int)answer!.size(0) : 1));
            Copy(path, weights, network, keepHead: hasAnswer);
            return network;
        }
        finally
        {
            foreach (var weight in weights.Values)
                weight.Dispose();
        }
    }

    private static void Copy(string path, IReadOnlyDictionary<string, Tensor> weights, ConvolutionalNetwork network, bool keepHead)
    {
        try
        {
            TransferredWeights.Copy(weights, network, keepHead);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"The file '{path}' does not fit. {e.Message}", e);
        }
    }

    /// <summary>The tensors of a file, which join the current dispose scope.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">The file is damaged or not in the safetensors format.</exception>
    public static Dictionary<string, Tensor> Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        try
        {
            return SafeTensors.Read(reader);
        }
        catch (FormatException e)
        {
            reader.BaseStream.Position = 0;
            if (SafeTensors.WhatElse(reader.ReadBytes(sizeof(long))) is { } what)
                throw new FormatException($"The file '{path}' cannot be read. {what}", e);
            throw new FormatException($"The file '{path}' cannot be read. {e.Message}", e);
        }
    }
}
