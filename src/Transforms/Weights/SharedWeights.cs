using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>
/// Counts who uses a network's weights: the fitted models that have it in common, and whatever runs on it just now. The native memory is
/// freed when the last of them lets go, so that nobody reads weights which somebody else has disposed.
/// </summary>
/// <remarks>Of one network there is one count, whoever asks for it. Safe on several threads.</remarks>
internal sealed class SharedWeights
{
    private static readonly ConditionalWeakTable<nn.Module, SharedWeights> Counts = [];

    private readonly nn.Module _network;
    private readonly Lock _gate = new();
    private int _users;
    private bool _freed;

    private SharedWeights(nn.Module network) => _network = network;

    /// <summary>The count of a network.</summary>
    public static SharedWeights Of(nn.Module network) => Counts.GetValue(network, key => new SharedWeights(key));

    /// <summary>Becomes one of the users.</summary>
    /// <returns>To be disposed by the user; null if the weights have been freed.</returns>
    public IDisposable? TryJoin()
    {
        lock (_gate)
        {
            if (_freed)
                return null;
            _users++;
        }
        return new Use(this);
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_users > 0)
                return;
            _freed = true;
        }
        _network.Dispose();
    }

    // Leaving twice counts once.
    private sealed class Use(SharedWeights weights) : IDisposable
    {
        private SharedWeights? _weights = weights;

        public void Dispose() => Interlocked.Exchange(ref _weights, null)?.Leave();
    }
}
