namespace DeepML;

/// <summary>What a detector of anomalies that is an autoencoder goes by.</summary>
public enum AnomalyScore
{
    /// <summary>
    /// <see cref="Combined"/> where the hidden layers and the size of the code are left open too, else <see cref="ReconstructionError"/>:
    /// whoever shapes the network gets what it says.
    /// </summary>
    Automatic,

    /// <summary>The mean squared error of the reconstruction, in the squared unit of the (scaled) features.</summary>
    ReconstructionError,

    /// <summary>
    /// The largest of three distances, each in parts of that of the median training row: to the fifth nearest of up to 2,048 training
    /// rows, the same with correlations taken out, and the root of the reconstruction's error. 1 is ordinary.
    /// </summary>
    Combined,
}
