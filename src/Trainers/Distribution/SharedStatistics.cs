using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Makes the running statistics of batch normalization the same in all processes: means over their rows. While it learns, a process
/// normalizes by the rows of its own share, as if batches were that small.
/// </summary>
internal sealed class SharedStatistics
{
    private readonly TrainingDistribution _ranks;
    private readonly Tensor[] _statistics;
    private readonly double[] _numbers;

    /// <param name="ranks">The processes.</param>
    /// <param name="network">The network; modules of users have statistics under the same names as torch's.</param>
    public SharedStatistics(TrainingDistribution ranks, nn.Module network)
    {
        _ranks = ranks;
        _statistics = [.. network.named_buffers()
            .Where(buffer => buffer.name.EndsWith("running_mean", StringComparison.Ordinal)
                || buffer.name.EndsWith("running_var", StringComparison.Ordinal))
            .Select(buffer => buffer.buffer)];
        _numbers = new double[_statistics.Sum(statistic => statistic.numel()) + 1];
    }

    /// <summary>Averages them after a batch.</summary>
    /// <param name="rows">Rows of this process's share; 0 where it has none.</param>
    public void Average(int rows)
    {
        if (_statistics.Length == 0)
            return;
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var at = 0;
        foreach (var statistic in _statistics)
            foreach (var number in statistic.ReadAll<float>())
                _numbers[at++] = (double)number * rows;
        _numbers[^1] = rows;
        _ranks.Sum(_numbers);
        at = 0;
        foreach (var statistic in _statistics)
        {
            var means = new float[statistic.numel()];
            for (var i = 0; i < means.Length; i++)
                means[i] = (float)(_numbers[at++] / _numbers[^1]);
            statistic.copy_(tensor(means, statistic.shape));
        }
    }
}
