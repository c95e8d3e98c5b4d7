using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Domains;

[TestClass]
public sealed class DomainStepTests
{
    private const double Weight = 0.3;

    private static readonly TrainingOptions Plain = new() { LearningRate = 1, Optimizer = new GradientDescentOptimizer() };

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void A_reversed_gradient_leads_the_layers_away_from_telling_domains_and_the_critic_towards_it()
    {
        using var network = Network();
        using var critic = Critic();
        using var batch = Batch();
        var (task, told) = Losses(network, critic, batch);
        var own = network.Parts[0].Linear.weight!;
        var fromTask = autograd.grad([task], [own], retain_graph: true)[0];
        var fromDomains = autograd.grad([told], [own, critic.parameters().First()], retain_graph: true);
        var (before, criticBefore) = (own.detach().clone(), critic.parameters().First().detach().clone());
        using var step = Step(network, critic, new GradientReversal());
        step.Train(batch, new RowSums());
        Near(before - fromTask + (fromDomains[0] * Weight), own);
        Near(criticBefore - fromDomains[1], critic.parameters().First());
    }

    [TestMethod]
    public void A_distance_is_added_with_its_weight_and_the_critic_only_watches()
    {
        using var network = Network();
        using var critic = Critic();
        using var batch = Batch();
        var (task, told) = Losses(network, critic, batch);
        var features = network.FeaturesOf(batch.Features, null);
        var domains = batch[BatchMember.Domains];
        var distance = new Coral().Distance(features[domains.eq(0)], features[domains.eq(1)]);
        var own = network.Parts[0].Linear.weight!;
        var expected = own.detach() - autograd.grad([task.add(distance.mul(Weight))], [own], retain_graph: true)[0];
        var critics = critic.parameters().First().detach() - autograd.grad([told], [critic.parameters().First()], retain_graph: true)[0];
        var sums = new RowSums();
        using var step = Step(network, critic, new Coral());
        step.Train(batch, sums);
        Near(expected, own);
        Near(critics, critic.parameters().First());
        Assert.AreEqual(distance.item<float>(), sums.MeanMetrics["domain distance"], 1e-5);
    }

    [TestMethod]
    public void Loss_and_metric_are_of_labelled_rows_and_domains_count_alike()
    {
        using var network = Network();
        using var critic = Critic();
        using var batch = Batch();
        using var step = Step(network, critic, new GradientReversal());
        var sums = new RowSums();
        using var gradientsOff = no_grad();
        step.Evaluate(batch, sums);
        var labelled = tensor(new long[] { 0, 1, 2 });
        var answer = network.call(batch.Features).index_select(0, labelled);
        var targets = batch.Targets.index_select(0, labelled);
        Assert.AreEqual(nn.functional.cross_entropy(answer, targets).item<float>(), sums.MeanLoss, 1e-5);
        Assert.AreEqual(
            answer.argmax(1).eq(targets).to(ScalarType.Float32).mean().item<float>(), sums.MeanMetrics["accuracy"], 1e-6);
        var said = critic.call(network.FeaturesOf(batch.Features, null)).argmax(1).data<long>().ToArray();
        var right = (((said[0] == 0 ? 1 : 0) + (said[1] == 0 ? 1 : 0)) / 2.0) + (said[2..5].Count(domain => domain == 1) / 3.0);
        Assert.AreEqual(right / 2, sums.MeanMetrics["domain accuracy"], 1e-6, "the sixth row's domain is not known");
        Assert.AreEqual(6, sums.Rows);
    }

    [TestMethod]
    public void A_batch_without_labels_or_of_one_domain_moves_what_it_can()
    {
        using var network = Network();
        using var critic = Critic();
        using var step = Step(network, critic, new MeanDiscrepancy());
        var last = network.Layers[^1].weight!;
        var (before, hidden) = (last.detach().clone(), network.Layers[0].weight!.detach().clone());
        var sums = new RowSums();
        using (var unlabelled = Rows([-1, -1, -1, -1], [0, 0, 1, 1]))
            step.Train(unlabelled, sums);
        Assert.AreEqual(0f, (last - before).abs().max().item<float>(), "nothing is known of the answer");
        Assert.AreNotEqual(0f, (network.Layers[0].weight! - hidden).abs().max().item<float>());
        Assert.AreEqual(0.0, sums.MeanLoss);
        var alone = new RowSums();
        using (var one = Rows([0, 1, 1], [1, 1, 1]))
            step.Train(one, alone);
        Assert.IsFalse(alone.MeanMetrics.ContainsKey("domain distance"));
        Assert.IsGreaterThan(0, alone.MeanLoss);
        var unknown = new RowSums();
        using (var none = Rows([0, 1, 1], [-1, -1, -1]))
            step.Train(none, unknown);
        Assert.IsFalse(unknown.MeanMetrics.ContainsKey("domain accuracy"));
    }

    [TestMethod]
    public void Rows_count_by_their_weights_and_the_critic_is_among_what_checkpoints_hold()
    {
        using var network = Network();
        using var critic = Critic();
        using var step = Step(network, critic, new GradientReversal());
        using var batch = new TensorBatch(
            (BatchMember.Features, randn(3, 3)), (BatchMember.Targets, tensor(new long[] { 0, 1, 1 })),
            (BatchMember.Domains, tensor(new long[] { 0, 0, 1 })), (BatchMember.Weights, tensor(new float[] { 1, 1, 0 })));
        var sums = new RowSums();
        using (no_grad())
            step.Evaluate(batch, sums);
        var answer = network.call(batch.Features).narrow(0, 0, 2);
        Assert.AreEqual(
            nn.functional.cross_entropy(answer, batch.Targets.narrow(0, 0, 2)).item<float>(), sums.MeanLoss, 1e-5);
        CollectionAssert.AreEquivalent(
            critic.state_dict().Keys.Select(name => $"domains/{name}").ToArray(), step.State.Keys.ToArray());
    }

    private static MultilayerPerceptronNetwork Network() => new(new MultilayerPerceptronArchitecture(3, [4], 2, Activation.Tanh));

    private static Sequential Critic() => DenseStack.Create([4, 5, 2], Activation.ReLU, Activation.Identity);

    // Two rows of the first domain with a label, one of the second; two of this one and one of none without.
    private static TensorBatch Batch() => Rows([0, 1, 1, -1, -1, -1], [0, 0, 1, 1, 1, -1]);

    private static TensorBatch Rows(long[] targets, long[] domains) => new(
        (BatchMember.Features, randn(targets.Length, 3)), (BatchMember.Targets, tensor(targets)), (BatchMember.Domains, tensor(domains)));

    private static DomainStep Step(MultilayerPerceptronNetwork network, Sequential critic, DomainMethod method) => new(
        network, critic, new WeightUpdate([.. network.parameters(), .. critic.parameters()], Plain), new MulticlassLoss(Plain, 2),
        new DomainConfusion { Method = method, Weight = Weight, Schedule = DomainSchedule.Constant }, 2);

    // By torch alone: the loss of the labelled rows, and that of telling the domains, each counting alike.
    private static (Tensor Task, Tensor Told) Losses(MultilayerPerceptronNetwork network, Sequential critic, TensorBatch batch)
    {
        var features = network.FeaturesOf(batch.Features, null);
        var answer = network.AnswerTo(features);
        var (known, domains) = (batch.Targets.ge(0), batch[BatchMember.Domains]);
        var task = nn.functional.cross_entropy(answer[known], batch.Targets[known]);
        var said = critic.call(features);
        var told = new long[] { 0, 1 }.Select(
            domain => nn.functional.cross_entropy(said[domains.eq(domain)], domains[domains.eq(domain)])).Aggregate((a, b) => a + b) / 2;
        return (task, told);
    }

    private static void Near(Tensor expected, Tensor found) =>
        Assert.AreEqual(0, (expected - found).abs().max().item<float>(), 1e-5f);
}
