using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Translation;

[TestClass]
public sealed class CycleStepTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void A_pool_that_is_not_full_gives_what_it_takes_and_a_full_one_half_of_what_it_had()
    {
        using var pool = new FakePool(10, 1, 2, 2);
        var number = 0f;
        Tensor New(int count) => stack([.. Enumerable.Range(0, count).Select(_ => full([1, 2, 2], ++number))]);
        for (var i = 0; i < 2; i++)
        {
            var first = New(5);
            Assert.IsTrue(pool.Exchange(first).equal(first).all().item<bool>());
        }
        var former = 0;
        var ever = new HashSet<float>();
        for (var i = 0; i < 40; i++)
        {
            var made = New(5);
            var given = pool.Exchange(made);
            Assert.IsTrue(given.amax([1L, 2L, 3L]).eq(given.amin([1L, 2L, 3L])).all().item<bool>(), "pictures stay whole");
            var shown = given.select(1, 0).select(1, 0).select(1, 0).data<float>().ToArray();
            var isNew = shown.Zip(Enumerable.Range(0, 5), (value, row) => value == made[row, 0, 0, 0].item<float>()).ToArray();
            former += isNew.Count(same => !same);
            foreach (var value in shown)
                Assert.IsTrue(ever.Add(value), "no picture is shown twice");
        }
        Assert.IsTrue(former is > 70 and < 130, $"{former} of 200");
    }

    [TestMethod]
    public void A_pool_goes_on_where_a_state_was_written()
    {
        using var pool = new FakePool(3, 1, 2, 2);
        pool.Exchange(rand(3, 1, 2, 2));
        using var other = new FakePool(3, 1, 2, 2);
        other.load_state_dict(pool.state_dict());
        var made = rand(8, 1, 2, 2);
        manual_seed(5);
        var expected = pool.Exchange(made);
        manual_seed(5);
        Assert.IsTrue(other.Exchange(made).equal(expected).all().item<bool>());
    }

    [TestMethod]
    [DataRow(true, 0)]
    [DataRow(false, 4)]
    public void All_four_networks_move_and_judges_are_not_moved_by_those_they_judge(bool penalized, int pool)
    {
        using var game = Game(pool);
        using var step = Step(game, new CycleObjective(
            PixelLoss.Absolute, penalized ? new GradientPenaltyObjective() : new LeastSquaresObjective())
        {
            CycleWeight = 10,
            IdentityWeight = 1,
            PoolSize = pool,
        });
        using var batch = Batch();
        var (makers, judges) = (Copies(game.Generators), Copies(game.Judges));
        Train(step, batch); // the last layers begin at zero, and the first wait for them
        var sums = Train(step, batch);
        Assert.IsTrue(Moved(game.Generators, makers).All(moved => moved), "every weight of the generators");
        Assert.IsTrue(Moved(game.Judges, judges).Count(moved => moved) > judges.Length / 2, "the judges");
        Assert.IsTrue(game.Judges.parameters().All(weight => weight.requires_grad));
        foreach (var name in new[]
            { MetricNames.DiscriminatorLoss, MetricNames.GeneratorLoss, MetricNames.AccuracyOnReal, MetricNames.AccuracyOnFake })
            Assert.IsTrue(double.IsFinite(sums.MeanMetrics[name]), name);
        Assert.IsFalse(step.LossTellsProgress);
        Assert.HasCount(2, step.Updates);
        Assert.AreEqual(pool > 0, step.WhyNotShared is not null, "what a process remembers the others do not");
    }

    [TestMethod]
    public void The_loss_is_what_pictures_differ_by_after_there_and_back()
    {
        using var game = Game(0);
        using var step = Step(game, new CycleObjective(PixelLoss.Squared, new LeastSquaresObjective()) { CycleWeight = 10 });
        using var batch = Batch();
        Assert.AreEqual(0, Measured(step, batch).MeanLoss, 1e-9, "both begin as their input");
        Train(step, batch);
        game.eval();
        using var gradientsOff = no_grad();
        var (there, back) = (game.Generators.There, game.Generators.Back);
        var expected = ((back.Composed([there.Composed([batch.Features])]) - batch.Features).square().mean()
            + (there.Composed([back.Composed([batch.Targets])]) - batch.Targets).square().mean()).item<float>() / 2;
        Assert.IsGreaterThan(0, expected);
        Assert.AreEqual(expected, Measured(step, batch).MeanLoss, 1e-7);
    }

    [TestMethod]
    public void Squares_are_cut_out_of_both_kinds()
    {
        using var game = Game(3, side: 8);
        using var step = Step(game, new CycleObjective(PixelLoss.Absolute, new LeastSquaresObjective())
        {
            CycleWeight = 10,
            PoolSize = 3,
            CropSize = 8,
        });
        using var batch = Batch();
        Assert.AreEqual(0, Train(step, batch).MeanLoss, "a pool of squares takes squares, and the networks begin as their input");
    }

    [TestMethod]
    public void The_energy_distance_is_that_of_its_formula()
    {
        var (a, b) = (rand(7, 3), rand(5, 3).add(0.5f));
        static double Mean(Tensor x, Tensor y)
        {
            var (sum, rows) = (0.0, x.size(0) * y.size(0));
            for (var i = 0; i < x.size(0); i++)
                for (var j = 0; j < y.size(0); j++)
                    sum += Math.Sqrt(Enumerable.Range(0, 3).Sum(k => Math.Pow(x[i, k].item<float>() - y[j, k].item<float>(), 2)));
            return sum / rows;
        }
        Assert.AreEqual((2 * Mean(a, b)) - Mean(a, a) - Mean(b, b), UnpairedMeasure.Energy(a, b), 1e-5);
        Assert.AreEqual(0, UnpairedMeasure.Energy(a, a), 1e-6);
    }

    [TestMethod]
    public void Simple_methods_are_measured_beside_the_network()
    {
        using var network = Maker();
        network.eval();
        using var rows = new InMemoryBatches(Batch());
        var found = UnpairedMeasure.Run(network, rows, BatchMember.Features, BatchMember.Targets);
        Assert.AreEqual(found.Scores[1].Distance, found.Scores[0].Distance, 1e-6, "the network begins as its input");
        Assert.IsLessThan(found.Scores[1].Distance, found.Scores[2].Distance, "the levels are all that differs");
        Assert.AreEqual(rows.Epoch(10, null).Single().Targets.std([0L], unbiased: false).mean().item<float>(), found.WantedSpread, 1e-6);
    }

    [TestMethod]
    public void A_negative_is_nearer_where_it_looks_like_the_other_kind()
    {
        var pictures = rand(6, 1, 12, 12).mul(0.3f);
        using var inverted = new InMemoryBatches(new TensorBatch(
            pictures.clone().DetachFromDisposeScope(), rand(6, 1, 12, 12).mul(0.3f).neg().add(1).DetachFromDisposeScope()));
        var (input, negative) = UnpairedMeasure.BaseDistances(inverted, 1);
        Assert.IsLessThan(input / 5, negative);
        using var alike = new InMemoryBatches(new TensorBatch(
            pictures.clone().DetachFromDisposeScope(), rand(6, 3, 12, 12).mul(0.3f).DetachFromDisposeScope()));
        var (same, other) = UnpairedMeasure.BaseDistances(alike, 3);
        Assert.IsLessThan(other / 5, same);
    }

    private static TranslationNetwork Maker() => new(Way);

    private static TranslationArchitecture Way => new(
        new TranslationTask(1, ImageBase.Input), new ResidualGenerator { Blocks = 1, Filters = 4 }, 1, 0, 0);

    private static CycleGame Game(int pool, int side = 12)
    {
        var form = new PatchDiscriminator { Filters = 4, Halvings = 1 };
        CycleJudge Judge() => new(form, 1, pool == 0 ? null : new FakePool(pool, 1, side, side));
        return new CycleGame(new CycleNetwork(new CycleArchitecture(Way, Way)), new CycleJudges(Judge(), Judge()));
    }

    private static CycleStep Step(CycleGame game, CycleObjective objective)
    {
        var step = new CycleStep(game, Update(game.Generators), Update(game.Judges), objective);
        step.EpochStarting(0, 1);
        game.train();
        return step;
    }

    private static WeightUpdate Update(nn.Module network) =>
        new(network.parameters(), new TrainingOptions { Epochs = 1, LearningRate = 0.01 });

    private static TensorBatch Batch() => new(
        rand(6, 1, 12, 12).DetachFromDisposeScope(), rand(6, 1, 12, 12).mul(0.5f).add(0.5f).DetachFromDisposeScope());

    private static Tensor[] Copies(nn.Module network) => [.. network.parameters().Select(weight => weight.detach().clone())];

    private static IEnumerable<bool> Moved(nn.Module network, Tensor[] before) =>
        network.parameters().Zip(before, (weight, old) => !weight.equal(old).all().item<bool>());

    private static RowSums Train(CycleStep step, TensorBatch batch)
    {
        using var scope = NewDisposeScope();
        var sums = new RowSums();
        step.Train(batch, sums);
        return sums;
    }

    private static RowSums Measured(CycleStep step, TensorBatch batch)
    {
        using var gradientsOff = no_grad();
        var sums = new RowSums();
        step.Evaluate(batch, sums);
        return sums;
    }
}
