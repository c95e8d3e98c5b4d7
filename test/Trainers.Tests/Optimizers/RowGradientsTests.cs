using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Optimizers;

[TestClass]
public sealed class RowGradientsTests
{
    private const int Rows = 9;
    private const int Width = 5; // no whole number of vectors

    public static IEnumerable<object[]> Optimizers =>
    [
        [new AdamOptimizer()],
        [new AdamWOptimizer()],
        [new GradientDescentOptimizer { Momentum = 0.9 }],
        [new AdagradOptimizer()],
        [new RmsPropOptimizer()],
    ];

    [TestMethod]
    [DynamicData(nameof(Optimizers))]
    public void Rows_that_every_batch_meets_move_as_with_whole_gradients_and_the_others_not_at_all(OptimizerOptions optimizer)
    {
        using var scope = NewDisposeScope();
        var (sparse, whole, before) = (Layer(isSparse: true), Layer(isSparse: false), Start());
        var options = new TrainingOptions { Optimizer = optimizer, LearningRate = 0.1, WeightDecay = 0.01, GradientClipNorm = 3 };
        using var some = new WeightUpdate(sparse.parameters(), options);
        using var all = new WeightUpdate(whole.parameters(), options);
        for (var step = 0; step < 4; step++)
        {
            some.Minimize(Loss(sparse, step));
            all.Minimize(Loss(whole, step));
        }
        foreach (var row in Enumerable.Range(0, Rows))
            Assert.IsLessThan(1e-5f, Difference((row is 2 or 7 ? whole.weight! : before)[row], sparse.weight![row]), $"row {row}");
    }

    [TestMethod]
    public void The_l1_penalty_and_accumulated_batches_reach_the_rows_that_were_met()
    {
        using var scope = NewDisposeScope();
        var layer = Layer(isSparse: true);
        using var update = new WeightUpdate(layer.parameters(), new TrainingOptions
        {
            Optimizer = new GradientDescentOptimizer(),
            LearningRate = 0.1,
            L1 = 0.5,
            GradientAccumulation = 2,
        });
        update.Minimize(layer.call(tensor(new long[] { 2 })).sum(), rows: 1);
        update.Minimize(layer.call(tensor(new long[] { 3 })).sum(), rows: 3);
        var before = Start();
        Assert.IsLessThan(1e-6f, Difference(before[2] - ((before[2].sign() * 0.5f) + 0.25f) * 0.1f, layer.weight![2]));
        Assert.IsLessThan(1e-6f, Difference(before[3] - ((before[3].sign() * 0.5f) + 0.75f) * 0.1f, layer.weight![3]));
        Assert.AreEqual(0f, Difference(before[4], layer.weight![4]));
    }

    [TestMethod]
    public void A_rule_of_ones_own_is_given_the_whole_gradient()
    {
        using var scope = NewDisposeScope();
        var layer = Layer(isSparse: true);
        using var update = new WeightUpdate(layer.parameters(), new TrainingOptions { Optimizer = new Halving(), LearningRate = 1 });
        update.Minimize(Loss(layer, 1));
        Assert.IsLessThan(1e-6f, Difference(Start() * 0.5f, layer.weight!));
    }

    [TestMethod]
    public void A_batch_that_meets_no_row_moves_none()
    {
        using var scope = NewDisposeScope();
        var layer = Layer(isSparse: true);
        using var update = new WeightUpdate(layer.parameters(), new TrainingOptions { LearningRate = 0.1 });
        update.Minimize(layer.call(zeros(0, dtype: ScalarType.Int64)).sum());
        Assert.AreEqual(0f, Difference(Start(), layer.weight!));
    }

    private static Tensor Start() => arange(Rows * Width, dtype: ScalarType.Float32).view(Rows, Width).mul(0.1f).sub(2);

    private static float Difference(Tensor one, Tensor other) => (one - other).abs().max().item<float>();

    private static Embedding Layer(bool isSparse)
    {
        var layer = nn.Embedding(Rows, Width, sparse: isSparse);
        using var gradientsOff = no_grad();
        layer.weight!.copy_(Start());
        return layer;
    }

    // Meets rows 2 and 7, the second one twice.
    private static Tensor Loss(Embedding layer, int step)
    {
        var met = layer.call(tensor(new long[] { 7, 2, 7 }));
        return (met * met * tensor(new float[] { 1, 2, 0.5f }).unsqueeze(1)).sum() * (1 + step);
    }

    private sealed record Halving : OptimizerOptions
    {
        public override OptimizerRule Rule(double weightDecay) => new HalvingRule();
    }

    private sealed class HalvingRule : OptimizerRule
    {
        public override int StatesPerWeight => 0;

        public override void Move(Tensor weights, Tensor gradients, Tensor[] states, double rate, long step)
        {
            Assert.IsFalse(gradients.is_sparse);
            CollectionAssert.AreEqual(weights.shape, gradients.shape);
            weights.mul_(0.5f);
        }
    }
}
