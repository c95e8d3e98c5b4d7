using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Reads weights learned elsewhere into a network.</summary>
internal static class BackboneFile
{
    /// <summary>Copies the weights and freezes blocks.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">The file is damaged, in another format, or holds something else than tensors.</exception>
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

    private static Dictionary<string, Tensor> Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        var start = reader.ReadBytes(sizeof(long));
        reader.BaseStream.Position = 0;
        try
        {
            return Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase)
                ? PackagedResNet.Read(File.ReadAllBytes(path))
                : PyTorchFile.Is(start) ? PyTorchFile.Read(reader.BaseStream)
                : SafeTensors.Read(reader);
        }
        catch (FormatException e)
        {
            throw new FormatException($"The file '{path}' cannot be read. {SafeTensors.WhatElse(start) ?? e.Message}", e);
        }
    }
}
