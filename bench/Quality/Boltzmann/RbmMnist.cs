using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>The log-likelihood of unseen binary digits under 500 hidden units.</summary>
internal sealed class RbmMnist : IQualityTask
{
    private const int Rows = 8000;

    public string Name => "mnist.rbm500";

    public IEnumerable<(string Name, double Value)> Run()
    {
        if (!MnistRows.Exist)
            yield break;
        var ml = new MLContext(seed: 1);
        var rows = MnistRows.Read(1).Select(row => row.Map(p => p > 0.5f ? 1 : 0)).ToArray();
        var test = ml.Data.LoadFromEnumerable(rows[Rows..]);
        using var machine = ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features", new RbmOptions
        {
            HiddenSize = 500,
            Persistent = true,
            Training = new TrainingOptions
            {
                Epochs = 100,
                BatchSize = 100,
                LearningRate = 0.1,
                Optimizer = new GradientDescentOptimizer(),
                Schedule = new CosineSchedule(),
                WeightDecay = 1e-3, // a machine whose chains mix, so that the estimate of ln Z can be trusted
            },
        }).Fit(ml.Data.LoadFromEnumerable(rows[..Rows]));
        var result = machine.LogLikelihood(test, temperatures: 30000, chains: 100, seed: 1);
        yield return ("mnist.rbm500.ais", result.Mean);
        yield return ("mnist.rbm500.ais.effective (of 100 chains)", result.EffectiveSampleSize);
        yield return ("mnist.rbm500.ais.error", result.StandardError);
        yield return ("mnist.rbm500.ais (10,000 temperatures)",
            machine.LogLikelihood(test, temperatures: 10000, chains: 100, seed: 1).Mean);
        yield return ("mnist.rbm500.pseudo", machine.PseudoLogLikelihood(test));
        yield return ("mnist.rbm500.ais (independent pixels)", Independent(rows));
    }

    private static double Independent(MnistRows.DigitImage[] rows)
    {
        var on = Enumerable.Range(0, 784).Select(p => (rows[..Rows].Sum(r => r.Features[p]) + 0.5) / (Rows + 1)).ToArray();
        return rows[Rows..].Average(r => r.Features.Select((x, p) => x > 0 ? Math.Log(on[p]) : Math.Log(1 - on[p])).Sum());
    }
}
