using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>What one pass of windows through their autoencoder yields; what is not asked for is not computed.</summary>
/// <param name="network">The fitted network.</param>
/// <param name="rows">(batch, steps × sensors).</param>
/// <param name="sensors">Numbers of a step.</param>
internal sealed class WindowPass(WindowAutoencoderNetwork network, Tensor rows, int sensors)
{
    private readonly Tensor _steps = network.Scaled(rows.flatten(1));
    private Tensor? _oddness;
    private Tensor? _score;
    private Tensor? _sensorScores;

    /// <summary>How odd the oddest sensor's window is, (batch): 1 is usual.</summary>
    public Tensor Score => _score ??= Known(Oddness.amax([1L]));

    /// <summary>
    /// How much less odd the others are, with a sensor left out, than the whole, (batch, sensors): after Alcala and Qin, Automatica 45
    /// (2009), who take off an index what a sensor contributes.
    /// </summary>
    public Tensor SensorScores => _sensorScores ??= stack([.. Enumerable.Range(0, sensors).Select(Without)], 1);

    /// <summary>The sensor with the largest score, (batch), int64.</summary>
    public Tensor Sensor => SensorScores.argmax(1);

    private Tensor Oddness => _oddness ??= network.Oddness(_steps); // (batch, sensors)

    private Tensor Without(int sensor)
    {
        if (sensors == 1)
            return Score;
        var all = network.Oddness(_steps, sensor); // (batch, sensors)
        var others = (all.sum(dim: 1) - all.select(1, sensor)).Over(sensors - 1);
        return Known(Oddness.mean([1L])) - Known(others);
    }

    // Numbers near the ends of the range overflow within the network; the largest float leaves differences of such scores finite.
    private static Tensor Known(Tensor oddness) => oddness.nan_to_num(float.MaxValue, float.MaxValue, float.MinValue);
}
