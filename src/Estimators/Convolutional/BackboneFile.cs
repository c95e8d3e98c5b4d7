using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Reads weights learned elsewhere into a network.</summary>
internal static class BackboneFile
{
    /// <summary>A network with the weights of a file, and with the file's answer if it has one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="build">The architecture for a size of the answer.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">The file is damaged or not in the safetensors format.</exception>
    /// <exception cref="ArgumentException">The weights belong to another network.</exception>
    public static ConvolutionalNetwork Load(string path, Func<int, ConvolutionalArchitecture> build)
    {
        using var read = TransferFile.Read(path);
        var hasAnswer = read.Weights.TryGetValue(build(1).AnswerName + ".weight", out var answer) && answer.dim() == 2;
        var network = new ConvolutionalNetwork(build(hasAnswer ? (int)answer!.size(0) : 1));
        Copy(path, read.Weights, network, keepHead: hasAnswer);
        return network;
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
}
