using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.ContrastiveDivergence;

[TestClass]
public sealed class ContrastiveDivergenceStepTests
{
    private const int Visible = 4;
    private const int Hidden = 3;

    private static readonly TrainingOptions Plain = new() { LearningRate = 1, Optimizer = new GradientDescentOptimizer() };

    private static RbmNetwork Machine()
    {
        manual_seed(1);
        var machine = new RbmNetwork(new RbmArchitecture(Visible, Hidden, VisibleUnits.Bernoulli, HiddenUnits.Bernoulli));
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        foreach (var parameter in machine.parameters())
            parameter.copy_(randn(parameter.shape));
        return machine;
    }

    // Bits of which the first two mostly agree.
    private static Tensor Rows(int count)
    {
        var rows = rand(count, Visible).lt(0.4).to(ScalarType.Float32);
        var agree = rand(count).lt(0.9);
        rows.select(1, 1).copy_(where(agree, rows.select(1, 0), 1 - rows.select(1, 0)));
        return rows;
    }

    private static Tensor Flat(RbmNetwork machine) => cat(machine.parameters().Select(p => p.detach().clone().flatten()).ToArray());

    private static Tensor States(int size) => tensor(
        Enumerable.Range(0, 1 << size).SelectMany(s => Enumerable.Range(0, size).Select(i => (float)(s >> i & 1))).ToArray(),
        [1 << size, size]);

    // The gradient of the mean log-likelihood by enumeration, with torch's own derivatives.
    private static Tensor Exact(RbmNetwork machine, Tensor rows)
    {
        var (weight, visible, hidden) = (Leaf(machine.Weight), Leaf(machine.VisibleBias), Leaf(machine.HiddenBias));
        var likelihood = FreeEnergy(rows).mean().neg() - FreeEnergy(States(Visible)).neg().logsumexp(0);
        likelihood.backward();
        return cat([weight.grad!.flatten(), visible.grad!, hidden.grad!]);

        static Tensor Leaf(Tensor parameter) => parameter.detach().clone().requires_grad_();

        Tensor FreeEnergy(Tensor v) => v.mv(visible).neg() - nn.functional.softplus(v.mm(weight.t()) + hidden).sum(1L);
    }

    private static Tensor StepTaken(
        RbmNetwork machine, Tensor rows, Trainers.ContrastiveDivergence rule, TrainingOptions options, int batches = 1)
    {
        var before = Flat(machine);
        using var step = new ContrastiveDivergenceStep(machine, new WeightUpdate(machine.parameters(), options), rule);
        for (var i = 0; i < batches; i++)
        {
            using var batch = new TensorBatch(rows.clone());
            step.Train(batch, new RowSums());
        }
        return Flat(machine) - before;
    }

    [TestMethod]
    public void A_centred_step_is_the_plain_one_of_units_less_their_means_with_biases_that_keep_up()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var rows = Rows(40);
        (Tensor Weight, Tensor Visible, Tensor Hidden, Tensor Active) Taken(bool centred)
        {
            var machine = Machine();
            var active = (rows.mm(machine.Weight.t()) + machine.HiddenBias).sigmoid().mean([0L]).detach();
            manual_seed(6);
            var step = StepTaken(machine, rows, new Trainers.ContrastiveDivergence(1, Centred: centred), Plain);
            return (step.narrow(0, 0, Hidden * Visible)
                .view(Hidden, Visible), step.narrow(0, Hidden * Visible, Visible), step.narrow(0, (Hidden + 1) * Visible, Hidden), active);
        }
        var (plain, found) = (Taken(centred: false), Taken(centred: true));
        var shown = rows.mean([0L]);
        var weight = plain.Weight - plain.Active.outer(plain.Visible) - plain.Hidden.outer(shown);
        Assert.IsTrue(weight.allclose(found.Weight, 1e-4, 1e-5));
        Assert.IsTrue((plain.Visible - weight.t().mv(plain.Active)).allclose(found.Visible, 1e-4, 1e-5));
        Assert.IsTrue((plain.Hidden - weight.mv(shown)).allclose(found.Hidden, 1e-4, 1e-5));
        Assert.IsFalse(plain.Weight.allclose(found.Weight, 1e-2, 1e-3));
    }

    [TestMethod]
    public void Many_gibbs_steps_give_the_exact_gradient()
    {
        using var scope = NewDisposeScope();
        using var machine = Machine();
        var rows = Rows(20000);
        var exact = Exact(machine, rows);
        var taken = StepTaken(machine, rows, new(GibbsSteps: 100), Plain);
        var cosine = nn.functional.cosine_similarity(exact.unsqueeze(0), taken.unsqueeze(0)).ToDouble();
        Assert.IsGreaterThan(0.95, cosine);
        Assert.AreEqual(1, (taken.norm() / exact.norm()).ToDouble(), 0.15);
    }

    [TestMethod]
    public void Accumulated_batches_make_one_step_of_their_mean()
    {
        using var scope = NewDisposeScope();
        using var first = Machine();
        using var second = Machine();
        var rows = Rows(64);
        manual_seed(9);
        var nothingYet = StepTaken(first, rows, new(GibbsSteps: 1), Plain with { GradientAccumulation = 3 }, batches: 2);
        Assert.AreEqual(0, nothingYet.abs().max().ToDouble());
        manual_seed(9);
        var three = StepTaken(second, rows, new(GibbsSteps: 1), Plain with { GradientAccumulation = 3 }, batches: 3);
        Assert.IsGreaterThan(0.0, three.abs().max().ToDouble());
    }

    [TestMethod]
    public void Persistent_chains_go_on_from_batch_to_batch_and_are_state()
    {
        using var scope = NewDisposeScope();
        using var machine = Machine();
        using var step = new ContrastiveDivergenceStep(
            machine, new WeightUpdate(machine.parameters(), Plain), new(GibbsSteps: 2, Persistent: true, Chains: 50));
        var chains = step.State["chains"];
        CollectionAssert.AreEqual(new long[] { 50, Hidden }, chains.shape);
        var before = chains.clone();
        using var batch = new TensorBatch(Rows(20));
        step.Train(batch, new RowSums());
        Assert.IsFalse(chains.allclose(before, 0, 0));
        Assert.AreSame(chains, step.State["chains"]);
    }

    [TestMethod]
    public void A_sparsity_target_is_approached()
    {
        using var scope = NewDisposeScope();
        var rows = Rows(200);
        var free = MeanActivity(new(GibbsSteps: 1));
        var sparse = MeanActivity(new(GibbsSteps: 1, SparsityTarget: 0.05, SparsityWeight: 1));
        Assert.IsGreaterThan(0.2, free);
        Assert.IsLessThan(0.12, sparse);

        double MeanActivity(Trainers.ContrastiveDivergence rule)
        {
            using var machine = Machine();
            StepTaken(machine, rows, rule, Plain with { LearningRate = 0.2 }, batches: 150);
            return machine.call(rows).mean().ToDouble();
        }
    }

    [TestMethod]
    public void Held_out_rows_are_measured_with_the_gap_to_training_rows()
    {
        using var scope = NewDisposeScope();
        using var machine = Machine();
        var training = Rows(100);
        using var step = new ContrastiveDivergenceStep(
            machine, new WeightUpdate(machine.parameters(), Plain), new(GibbsSteps: 1), training);
        var sums = new RowSums();
        using var batch = new TensorBatch(Rows(30));
        step.Evaluate(batch, sums);
        var expected = machine.FreeEnergy(batch.Features).mean() - machine.FreeEnergy(training).mean();
        Assert.AreEqual(expected.ToDouble(), sums.MeanMetrics["free energy gap"], 1e-5);
        Assert.IsTrue(sums.MeanMetrics["pseudo-likelihood"] < 0);
    }
}
