using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms.Tests.Archives;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Boltzmann;

/// <summary>Machines over counts and numbers of their own units, what their units are for, rows one by one, and their files.</summary>
[TestClass]
public sealed class SavedMachinesTests
{
    private static readonly float[] Weights = [0.9f, -0.4f, 0.3f, -0.7f, 0.5f, 1.1f];

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Slots_that_units_are_most_for_come_with_their_names_or_their_numbers()
    {
        using var machine = Machine(VisibleUnits.Bernoulli);
        var plain = machine.TopSlots(Rows([0, 0, 0]).Schema, 2);
        CollectionAssert.AreEqual(
            new SlotWeight[] { new(0, "0", 0.9f), new(2, "2", 0.3f), new(2, "2", 1.1f), new(1, "1", 0.5f) },
            plain.SelectMany(unit => unit).ToArray());
        var data = _ml.Data.LoadFromEnumerable([new Words()]);
        var named = _ml.Transforms.Concatenate("Bits", "Sun", "Rain", "Snow").Fit(data).GetOutputSchema(data.Schema);
        var words = machine.TopSlots(named, 3);
        Assert.AreEqual("Sun Snow Rain", string.Join(" ", words[0].Select(slot => slot.Name)));
        Assert.AreEqual("Snow Rain Sun", string.Join(" ", words[1].Select(slot => slot.Name)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => machine.TopSlots(named, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => machine.TopSlots(named, 4));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => machine.TopSlots(data.Schema, 1), "there is no column of bits");
        Assert.ThrowsExactly<ArgumentNullException>(() => machine.TopSlots(null!));
    }

    [TestMethod]
    public void Numbers_have_a_deviation_each_in_their_unit_and_bits_have_none()
    {
        using var bits = Machine(VisibleUnits.Bernoulli);
        Assert.IsNull(bits.VisibleDeviations);
        using var numbers = Machine(VisibleUnits.Gaussian, means: [100, -5, 0], deviations: [10, 0.5f, 1]);
        Cells.AreEqual([[10, 0.5f, 1]], [[.. numbers.VisibleDeviations!]], 1e-5, "deviations");
    }

    [TestMethod]
    public void Counts_lengthen_what_hidden_units_are_given()
    {
        using var machine = Machine(VisibleUnits.Counts);
        float[] counts = [3, 0, 2];
        var means = machine.Transform(Rows(counts)).GetColumn<float[]>("Hidden").Single();
        float[] biases = [-0.5f, 0.4f];
        for (var hidden = 0; hidden < 2; hidden++)
        {
            // a bias counts once for every word: Salakhutdinov and Hinton, NIPS 2009
            var input = (5 * biases[hidden]) + Enumerable.Range(0, 3).Sum(i => (double)counts[i] * Weights[(3 * hidden) + i]);
            Assert.AreEqual(1 / (1 + Math.Exp(-input)), means[hidden], 1e-5);
        }
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => machine.LogLikelihood(Rows(counts))).Message, "counts words");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => machine.PseudoLogLikelihood(Rows(counts))).Message,
            "this machine's visible units are Counts.");
    }

    [TestMethod]
    public void Values_that_units_cannot_have_are_told_with_row_and_way_out()
    {
        var column = new VectorInput("Bits", "input", 3);
        Says(
            VisibleUnits.Bernoulli, [0, 1, 1], [0, -0.25f, 1],
            "holds -0.25 in row 1, slot 1 (counted from 0); bits need values in [0, 1]");
        Says(VisibleUnits.Counts, [5, 0, 1], [1, 2, -3], "holds -3 in row 1, slot 2 (counted from 0); words");
        Passes(VisibleUnits.Counts, [5, 0, 1]);
        Passes(VisibleUnits.Gaussian, [-5, 100, 1]);
        Passes(VisibleUnits.Bernoulli, [0, 0.5f, 1]);

        void Says(VisibleUnits units, float[] first, float[] second, string said)
        {
            var data = Rows(first, second);
            using var rows = DataViewBatches.ReadAll(data, [column], CPU);
            var error = Assert.ThrowsExactly<ArgumentException>(
                () => BitValues.Check(units, [data], column, rows));
            StringAssert.Contains(error.Message, said);
        }

        void Passes(VisibleUnits units, float[] row)
        {
            using var rows = DataViewBatches.ReadAll(Rows(row), [column], CPU);
            BitValues.Check(units, [Rows(row)], column, rows, null);
        }
    }

    [TestMethod]
    public void Rows_one_by_one_and_of_a_loaded_machine_are_those_of_the_batch()
    {
        using var machine = Machine(VisibleUnits.Gaussian, means: [1, 2, 3], deviations: [2, 1, 0.5f]);
        using var loaded = GermanNumbers.In(() => _ml.Reloaded(machine));
        float[][] rows = [[1, 2, 3], [-4, 5, float.NaN], [0, 0.5f, 9]];
        var (before, after) = (machine.Transform(Rows(rows)), loaded.Transform(Rows(rows)));
        foreach (var column in new[] { "Hidden", "Energy" })
            Cells.AreEqual(Cells.Read(before, before.Schema[column]), Cells.Read(after, after.Schema[column]), 0, column);
        using var engine = _ml.Model.CreatePredictionEngine<Row, Answer>(machine);
        var all = before.GetColumn<float[]>("Hidden").ToArray();
        Assert.IsTrue(all[1].All(float.IsNaN), "what holds NaN has no answer");
        for (var i = 0; i < rows.Length; i++)
            Cells.AreEqual([all[i]], [engine.Predict(new Row { Bits = rows[i] }).Hidden], 1e-6, $"row {i}");
        CollectionAssert.AreEqual(machine.Sample(3, 5, seed: 2)[2], loaded.Sample(3, 5, seed: 2)[2]);
        Assert.IsTrue(loaded.Reconstruct(Rows(rows[0])).GetColumn<float[]>("Bits").Single().All(float.IsFinite));
        var parts = SavedParts.Of(machine);
        var description = parts.Description;
        description["Architecture"]!["VisibleSize"] = 4;
        Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml));
    }

    [TestMethod]
    public void A_tuned_stack_answers_as_its_network_and_through_its_file()
    {
        var architecture = new UnrolledDeepBeliefArchitecture(
            DeepBeliefArchitecture.Create(3, VisibleUnits.Bernoulli, [(4, HiddenUnits.Bernoulli), (2, HiddenUnits.Bernoulli)]).Machines, 1,
            Activation.Sigmoid, 0.25);
        manual_seed(3);
        var network = new UnrolledDeepBeliefNetwork(architecture);
        var description = new DeepBeliefPredictionDescription(
            "Bits", architecture, new RegressionHead(), [new TrainingHistory(), new TrainingHistory()], new TrainingHistory());
        description.Check();
        using var model = new DeepBeliefPredictionTransformer(_ml, description, network, CPU);
        using var loaded = _ml.Reloaded(model);
        float[][] rows = [[1, 0, 1], [0, 0, 0], [1, 1, 0.5f]];
        var scores = model.Transform(Rows(rows)).GetColumn<float>("Score").ToArray();
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var direct = network.call(tensor(rows.SelectMany(row => row).ToArray(), [3, 3])).data<float>().ToArray();
        Cells.AreEqual([direct], [scores], 1e-6, "dropout is off");
        Cells.AreEqual([scores], [loaded.Transform(Rows(rows)).GetColumn<float>("Score").ToArray()], 0, "loaded");
        Assert.HasCount(2, loaded.PretrainingHistories);
        Assert.AreEqual((3, VisibleUnits.Bernoulli), (loaded.LowestMachine.VisibleSize, loaded.VisibleUnits));
        using var given = model.Transferable();
        Assert.AreEqual("Sigmoid", given.HiddenFunction);
        foreach (var (damaged, said) in new[]
        {
            (description with { Architecture = architecture with { Activation = Activation.Identity } }, "Activation is Identity"),
            (description with { Architecture = architecture with { Dropout = -0.5 } }, "Dropout is -0.5"),
            (description with { Head = new MulticlassHead(3, null) }, "are 1 and 3"),
        })
            StringAssert.Contains(Assert.ThrowsExactly<FormatException>(damaged.Check, said).Message, said);
    }

    [TestMethod]
    public void A_recommender_knows_users_and_items_by_their_names_through_its_file()
    {
        using var model = Ratings(new KeyValues("String", ["ann", "bob"]), new KeyValues("String", ["x", "y", "z"]));
        using var loaded = GermanNumbers.In(() => _ml.Reloaded(model));
        foreach (var recommender in new[] { model, loaded })
        {
            Assert.AreEqual("z x y", string.Join(" ", recommender.Recommend("bob", 9).Select(item => item.Name)));
            CollectionAssert.AreEqual(recommender.Recommend(1, 2).ToArray(), recommender.Recommend("ann", 2).ToArray());
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentException>(() => recommender.Recommend("eve", 1)).Message,
                "Column 'User' had no user 'eve' in training.");
        }
        Assert.AreEqual((2, 3), (loaded.UserCount, loaded.ItemCount));
        Assert.AreEqual("RatingsRbm", loaded.Model.Kind);
        using var unnamed = Ratings(null, null);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => unnamed.Recommend("ann", 1)).Message,
            "The keys of column 'User' had no names in training");
        Assert.IsNull(unnamed.Recommend(2, 1)[0].Name);
        Assert.ThrowsExactly<ArgumentNullException>(() => model.Recommend(null!, 1));
    }

    [TestMethod]
    public void Ratings_that_do_not_fit_together_are_damaged()
    {
        var sound = Describe(null, null);
        sound.Check();
        foreach (var (damaged, said) in new (RatingsRbmDescription, string)[]
        {
            (sound with { Step = 0 }, "Step is 0"), (sound with { Step = double.PositiveInfinity }, "Step is"),
            (sound with { Lowest = double.NaN }, "Lowest is NaN"),
            (sound with { UserNames = new KeyValues("String", ["ann"]) }, "there is not one name for each user"),
            (sound with { ItemNames = new KeyValues("String", ["x"]) }, "there is not one name for each item"),
            (sound with { Architecture = sound.Architecture with { UserCount = 0 } }, "UserCount is 0"),
            (sound with { Architecture = sound.Architecture with { HiddenSize = 0 } }, "HiddenSize is 0"),
            (sound with { Architecture = sound.Architecture with { Levels = 0 } }, "the items and their levels"),
        })
            StringAssert.Contains(Assert.ThrowsExactly<FormatException>(damaged.Check, said).Message, said);
    }

    private RbmTransformer Machine(VisibleUnits visible, float[]? means = null, float[]? deviations = null)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var architecture = new RbmArchitecture(3, 2, visible, HiddenUnits.Bernoulli);
        var network = new RbmNetwork(architecture);
        if (means is not null)
            network.StartAt(tensor(means), tensor(deviations!), 100);
        network.Weight.copy_(tensor(Weights, [2, 3]));
        network.HiddenBias.copy_(tensor(new[] { -0.5f, 0.4f }));
        return new RbmTransformer(
            _ml, new RbmDescription(new RbmColumns("Hidden", "Bits", "Energy"), architecture, new TrainingHistory()), network, CPU);
    }

    private static RatingsRbmDescription Describe(KeyValues? users, KeyValues? items) => new(
        "User", "Item", 1, 0.5, new RatingsRbmArchitecture(2, 3, 2, 1, 0), new TrainingHistory())
    { UserNames = users, ItemNames = items };

    private RatingsRbmTransformer Ratings(KeyValues? users, KeyValues? items)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var description = Describe(users, items);
        var network = description.CreateNetwork();
        network.Weight.zero_();
        network.VisibleBias.copy_(tensor(new[] { 0, 1f, 0, 0, 0, 2 })); // the more, the likelier the upper level: z, x, y
        return new RatingsRbmTransformer(_ml, description, network, CPU);
    }

    private IDataView Rows(params float[][] rows) => _ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Bits = row }).ToArray());

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Bits { get; set; } = [];
    }

    private sealed class Answer
    {
        public float[] Hidden { get; set; } = [];
    }

    private sealed class Words
    {
        public float Sun { get; set; }

        public float Rain { get; set; }

        public float Snow { get; set; }
    }
}
