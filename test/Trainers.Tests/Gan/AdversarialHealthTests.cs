using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Gan;

/// <summary>What is measured of generators that are known.</summary>
[TestClass]
public sealed class AdversarialHealthTests
{
    private static readonly GeneratorArchitecture Architecture = new([new(RowBlockKind.Free, 2)], 2, 0, [], false, null);

    [TestMethod]
    public void A_generator_of_the_same_rows_is_near_and_as_diverse()
    {
        using var scope = NewDisposeScope();
        using var health = new AdversarialHealth(Architecture, classes: 1, seed: 1);
        var found = health.Measure(new Made(noise => noise), Real(1000));
        Assert.AreEqual(0, found.Distance, 0.01);
        Assert.AreEqual(1, found.Diversity, 0.05);
        Assert.IsNull(found.Coverage, "there are no classes");
    }

    [TestMethod]
    public void A_generator_of_rows_elsewhere_is_far()
    {
        using var scope = NewDisposeScope();
        using var health = new AdversarialHealth(Architecture, 1, seed: 1);
        var (near, far) = (health.Measure(new Made(noise => noise.add(1)), Real(500)).Distance,
            health.Measure(new Made(noise => noise.add(50)), Real(500)).Distance);
        Assert.IsGreaterThan(0.1, near);
        Assert.IsGreaterThan(10 * near, far);
    }

    [TestMethod]
    public void A_generator_that_has_collapsed_has_no_diversity()
    {
        using var scope = NewDisposeScope();
        using var health = new AdversarialHealth(Architecture, 1, seed: 1);
        Assert.AreEqual(0, health.Measure(new Made(noise => zeros_like(noise)), Real(500)).Diversity, 1e-6);
        var allAlike = new TensorBatch((BatchMember.Features, zeros(500, 2)), (BatchMember.Conditions, zeros(500, 0)));
        Assert.AreEqual(1, health.Measure(new Made(noise => zeros_like(noise)), allAlike).Diversity, "real rows have none either");
    }

    [TestMethod]
    public void Coverage_is_the_share_of_classes_whose_rows_are_recognized()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var classes = nn.functional.one_hot(arange(300).remainder(3), 3).to(ScalarType.Float32); // (rows, classes)
        var centres = tensor(new float[] { 0, 9, 9, 0, -9, -9 }, [3, 2]);
        var real = new TensorBatch((BatchMember.Features, classes.mm(centres).add(randn(300, 2))), (BatchMember.Conditions, classes));
        using var health = new AdversarialHealth(Architecture, classes: 3, seed: 1);
        Assert.AreEqual(1, health.Measure(new Made((noise, condition) => condition.mm(centres).add(noise)), real).Coverage!.Value, 1e-6);
        var oneClass = health.Measure(new Made((noise, _) => centres[0].add(noise)), real).Coverage!.Value;
        Assert.AreEqual(1 / 3.0, oneClass, 1e-6, "only rows of the first class are of the class that was asked for");
    }

    [TestMethod]
    public void Between_the_epochs_that_are_due_the_last_measurement_stands()
    {
        using var scope = NewDisposeScope();
        using var health = new AdversarialHealth(Architecture, 1, seed: 1);
        var generator = new Made(noise => noise);
        var due = new List<int>();
        for (var epoch = 1; epoch <= 1000; epoch++)
        {
            var before = generator.Calls;
            health.EpochStarting(epoch, 1000);
            health.Measure(generator, Real(20));
            if (generator.Calls > before)
                due.Add(epoch);
        }
        CollectionAssert.AreEqual(Enumerable.Range(1, 100).Select(i => 10 * i).Prepend(1).ToArray(), due);
    }

    [TestMethod]
    public void A_new_distance_is_taken_once_with_its_doubt()
    {
        using var scope = NewDisposeScope();
        using var health = new AdversarialHealth(Architecture, 1, seed: 1);
        Assert.IsNull(health.TakeNewDistance());
        health.EpochStarting(1, 10);
        var found = health.Measure(new Made(noise => noise), Real(50));
        Assert.AreEqual((found.Distance, 0.02), health.TakeNewDistance());
        Assert.IsNull(health.TakeNewDistance());
        health.Measure(new Made(noise => noise.mul(double.NaN)), Real(50));
        Assert.IsNull(health.TakeNewDistance(), "what is no number decides nothing");
    }

    private static TensorBatch Real(int rows)
    {
        manual_seed(7);
        return new TensorBatch((BatchMember.Features, randn(rows, 2)), (BatchMember.Conditions, zeros(rows, 0)));
    }

    private sealed class Made(Func<Tensor, Tensor, Tensor> make) : nn.Module<Tensor, Tensor, Tensor>("Made")
    {
        public Made(Func<Tensor, Tensor> make) : this((noise, _) => make(noise))
        {
        }

        public int Calls { get; private set; }

        public override Tensor forward(Tensor noise, Tensor condition)
        {
            Calls++;
            return make(noise, condition);
        }
    }
}
