using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Normal noise on what hidden layers give in training (Poole, Sohl-Dickstein and Ganguli, arXiv:1406.1831), until disposed.
/// </summary>
internal sealed class HiddenNoise : IDisposable
{
    private readonly Action[] _removals;

    private HiddenNoise(IEnumerable<nn.Module<Tensor, Tensor>> layers, double deviation) => _removals =
        [.. layers.Select(layer => (Action)layer.register_forward_hook(
            (module, _, output) => module.training ? TrainingNoise.OnNumbers(output, deviation) : output).remove)];

    /// <summary>Begins.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="deviation">Its standard deviation; null comes back for 0.</param>
    public static HiddenNoise? Behind(IEnumerable<nn.Module<Tensor, Tensor>> layers, double deviation) =>
        deviation > 0 ? new HiddenNoise(layers, deviation) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var remove in _removals)
            remove();
    }
}
