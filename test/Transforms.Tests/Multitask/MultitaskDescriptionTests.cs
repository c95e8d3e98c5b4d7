using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Multitask;

/// <summary>What is saved of several tasks, and the columns that come of it.</summary>
[TestClass]
public sealed class MultitaskDescriptionTests
{
    private static readonly MultitaskDescription Sound = new(
        "Features",
        [new TaskDescription("Kind", new MulticlassHead(3, null)), new TaskDescription("Amount", new RegressionHead())],
        new MultitaskArchitecture(2, [4], [], [3, 1], Activation.ReLU, 0, false, false, ScalingForm.None), new TrainingHistory());

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Each_task_answers_from_its_own_part_of_the_network()
    {
        var network = Sound.CreateNetwork();
        using (no_grad())
        {
            foreach (var weight in network.parameters())
                weight.zero_();
            using var of = NewDisposeScope();
            network.state_dict()["head1.linear1.bias"].copy_(tensor(new float[] { 0, 2, 1 }));
            network.state_dict()["head2.linear1.bias"].copy_(tensor(new float[] { -7 }));
        }
        using var model = new MultitaskTransformer(_ml, Sound, network, CPU);
        CollectionAssert.AreEqual(new[] { "Kind", "Amount" }, model.Tasks.ToArray());
        Assert.IsNull(model.TaskDeviations, "nothing was learned about noise");
        var scored = model.Transform(_ml.Data.LoadFromEnumerable(new[] { new Row { Features = [3, 4] } }));
        Assert.AreEqual(2u, scored.GetColumn<uint>("Kind.PredictedLabel").Single());
        var shares = scored.GetColumn<float[]>("Kind.Score").Single();
        var total = 1 + Math.Exp(1) + Math.Exp(2);
        foreach (var (share, expected) in shares.Zip(new[] { 1 / total, Math.Exp(2) / total, Math.Exp(1) / total }))
            Assert.AreEqual(expected, share, 1e-6);
        Assert.AreEqual(-7f, scored.GetColumn<float>("Amount.Score").Single());
    }

    [TestMethod]
    public void The_noise_of_tasks_is_told_as_deviations()
    {
        var description = Sound with { Architecture = Sound.Architecture with { WeighsTasks = true } };
        var network = description.CreateNetwork();
        using (no_grad())
            network.LogVariance!.copy_(tensor(new[] { 0f, 2 * MathF.Log(3) }));
        using var model = new MultitaskTransformer(_ml, description, network, CPU);
        Assert.AreEqual(1.0, model.TaskDeviations![0], 1e-6);
        Assert.AreEqual(3.0, model.TaskDeviations[1], 1e-5);
    }

    [TestMethod]
    public void A_description_that_does_not_fit_together_is_refused_with_what_is_wrong()
    {
        Sound.Check();
        var shape = new SequenceShape(0, 2, 3);
        var reading = new RecurrentSequenceArchitecture(
            new SequenceEncoderArchitecture(0, 2, 0, new RecurrentStackArchitecture(new LstmEncoder { HiddenSize = 4 }, 2), 0),
            SequencePooling.Last, 5);
        var sequences = With(a => a with { InputSize = 6, Reader = new TaskReaderArchitecture(null, reading) }) with { Shape = shape };
        sequences.Check();
        var given = new EmbeddingArchitecture(2, null, null, false);
        foreach (var (damaged, said) in new[]
        {
            (With(a => a with { HiddenSizes = [] }), "no layers that tasks could share"),
            (With(a => a with { HiddenSizes = [0] }), "HiddenSizes"),
            (With(a => a with { Dropout = 1 }), "Dropout"),
            (With(a => a with { AnswerSizes = [3] }), "the tasks and their answers"),
            (With(a => a with { AnswerSizes = [2, 1] }), "answers and of those that are read"),
            (Sound with { Tasks = [] }, "there are no tasks"),
            (Sound with { Tasks = [Sound.Tasks[1], Sound.Tasks[1]], Architecture = Sound.Architecture with { AnswerSizes = [1, 1] } },
                "two tasks have one name"),
            (Sound with { Shape = shape }, "nothing reads them"),
            (With(a => a with { Reader = new TaskReaderArchitecture(given, null) }), "there are no layers that read rows"),
            (With(a => a with { Reader = new TaskReaderArchitecture(null, null) }), "by two kinds of layers, or by none"),
            (sequences with { Shape = null }, "of sequences and layers for them only one is there"),
            (sequences with { Shape = shape with { MaximumLength = 4 } }, "the numbers of a row and of a sequence"),
            (sequences with { Architecture = sequences.Architecture with { Scaling = ScalingForm.Linear } }, "Scaling is set beside"),
        })
        {
            var error = Assert.ThrowsExactly<FormatException>(damaged.Check);
            StringAssert.Contains(error.Message, said);
        }
    }

    [TestMethod]
    public void The_column_is_of_what_the_layers_read_under_whatever_name()
    {
        Assert.IsInstanceOfType<VectorInput>(Sound.Input);
        Assert.AreEqual("Other", Sound.InputAs("Other").Name);
        Assert.IsInstanceOfType<ImageInput>((Sound with { Format = new ImageFormat(1, 1, 2) }).Input);
        Assert.IsInstanceOfType<SequenceInput>((Sound with { Shape = new SequenceShape(5, 1, 2) }).Input);
    }

    private static MultitaskDescription With(Func<MultitaskArchitecture, MultitaskArchitecture> change) =>
        Sound with { Architecture = change(Sound.Architecture) };

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];
    }
}
