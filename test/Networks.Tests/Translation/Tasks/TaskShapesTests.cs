using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Translation;

/// <summary>What each task reads, answers, shows and compares with.</summary>
[TestClass]
public sealed class TaskShapesTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Tasks_say_how_many_channels_they_read_answer_and_hand_out()
    {
        (ImageTask Task, int Read, int Answer, int Output)[] cases =
        [
            (new TranslationTask(1, ImageBase.None), 3, 1, 1), (new SuperResolutionTask(2), 3, 3, 3), (new ColorizationTask(), 1, 2, 3),
            (new InpaintingTask(new HoleShapes(), null), 4, 3, 3), (new SegmentationTask(7), 3, 7, 7), (new CleaningTask([], 0), 3, 3, 3),
        ];
        foreach (var (task, read, answer, output) in cases)
        {
            Assert.AreEqual((read, answer, output), (task.ReadChannels(3), task.AnswerChannels(3), task.OutputChannels(3)), $"{task}");
            using var network = new TranslationNetwork(new TranslationArchitecture(
                task, new UNetGenerator { Depth = 1, Filters = 2 }, 3, task.NeedsMean ? 4 : 0, task.NeedsMean ? 4 : 0));
            Tensor[] inputs = task is InpaintingTask ? [rand(2, 3, 4, 4), zeros(2, 1, 4, 4)] : [rand(2, 3, 4, 4)];
            Assert.AreEqual(read, network.Read(inputs).size(1), $"{task}");
            Assert.AreEqual(output, network.Finished(inputs, 0).size(1), $"{task}");
        }
    }

    [TestMethod]
    public void Tasks_say_what_they_need_and_take()
    {
        Assert.IsFalse(new TranslationTask(1, ImageBase.None).SpoilsPictures, "targets are given");
        Assert.IsFalse(new SegmentationTask(2).SpoilsPictures);
        Assert.IsTrue(new ColorizationTask().SpoilsPictures);
        Assert.IsTrue(new ColorizationTask().TakesGrey);
        Assert.IsFalse(new SuperResolutionTask(2).TakesGrey);
        Assert.IsTrue(new TranslationTask(1, ImageBase.MeanPicture).NeedsMean);
        Assert.IsFalse(new TranslationTask(1, ImageBase.Input).NeedsMean);
        Assert.IsTrue(new InpaintingTask(new HoleShapes(), null).NeedsMean);
        Assert.AreEqual((4, 1), (new SuperResolutionTask(4).Scale, new CleaningTask([], 0).Scale));
    }

    [TestMethod]
    public void Answers_of_a_segmentation_are_logits_and_what_is_handed_out_are_probabilities()
    {
        var task = new SegmentationTask(3);
        var (logits, target) = (randn(2, 3, 4, 5), zeros(2, 1, 4, 5));
        Assert.AreSame(logits, task.Compose(logits, [], null));
        var expected = logits.exp() / logits.exp().sum(1, keepdim: true);
        TensorAssert.AreClose(expected, task.Finish(logits, []));
        var pictures = rand(2, 1, 4, 5);
        var example = task.Example(pictures, target, null);
        Assert.AreSame(target, example.Target);
        Assert.AreSame(pictures, example.Inputs.Single());
        Assert.IsEmpty(task.Baselines(zeros(1, 4, 5)), "none follows from a mean picture");
    }

    [TestMethod]
    [DataRow(ImageBase.Input, "0.2 0.9")]
    [DataRow(ImageBase.Negative, "0.8 0.1")]
    [DataRow(ImageBase.MeanPicture, "0.3 0.5")]
    [DataRow(ImageBase.None, "0 0")]
    public void Answers_of_a_translation_are_added_to_what_it_starts_from(ImageBase start, string expected)
    {
        var (given, mean) = (tensor(new[] { 0.2f, 0.9f }, [1, 1, 1, 2]), tensor(new[] { 0.3f, 0.5f }, [1, 1, 2]));
        var made = new TranslationTask(1, start).Compose(tensor(new[] { 2f, -3 }, [1, 1, 1, 2]), [given], mean);
        var from = expected.Split(' ').Select(number => float.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        TensorAssert.Holds([from[0] + 2, from[1] - 3], made);
    }

    [TestMethod]
    [DataRow(ImageBase.MeanPicture, "the mean target, the input as it is")]
    [DataRow(ImageBase.Input, "the input as it is, the mean target")]
    [DataRow(ImageBase.None, "the input as it is, the mean target")]
    public void The_first_simple_answer_is_the_one_a_translation_starts_from(ImageBase start, string names)
    {
        var mean = rand(1, 2, 3);
        var example = new ImageExample([rand(4, 1, 2, 3)], rand(4, 1, 2, 3));
        var baselines = new TranslationTask(1, start).Baselines(mean).ToArray();
        Assert.AreEqual(names, string.Join(", ", baselines.Select(method => method.Name)));
        TensorAssert.AreSame(mean.expand(4, 1, 2, 3), baselines.Single(method => method.Name == "the mean target").Answer(example));
        Assert.AreSame(example.Inputs[0], baselines.Single(method => method.Name == "the input as it is").Answer(example));
    }

    [TestMethod]
    [DataRow(3, 3, true)]
    [DataRow(1, 3, true)]
    [DataRow(3, 1, true)]
    [DataRow(3, 2, false)]
    [DataRow(2, 3, false)]
    public void An_input_is_taken_for_a_target_only_if_channels_allow_it(int channels, int targets, bool can)
    {
        Assert.AreEqual(can, TranslationTask.CanStartFrom(channels, targets));
        var example = new ImageExample([full(1, channels, 2, 2, 0.5f)], zeros(1, targets, 2, 2));
        var unchanged = new TranslationTask(targets, ImageBase.None).Baselines(zeros(targets, 2, 2)).First().Answer(example);
        TensorAssert.AreClose(full(1, targets, 2, 2, can ? 0.5f : 0), unchanged);
    }

    [TestMethod]
    public void Simple_colours_keep_the_brightness_of_each_place()
    {
        var task = new ColorizationTask();
        var (colours, mean) = (rand(3, 3, 4, 4) * 0.2f + 0.4f, rand(3, 4, 4) * 0.2f + 0.4f);
        var example = task.Example(colours, null, null);
        var baselines = task.Baselines(mean).ToArray();
        Assert.AreEqual("grey, the mean colour of each place", string.Join(", ", baselines.Select(method => method.Name)));
        TensorAssert.AreSame(example.Inputs[0].expand(3, 3, 4, 4), baselines[0].Answer(example));
        var guessed = baselines[1].Answer(example);
        TensorAssert.AreClose(example.Inputs[0], PictureLevels.Grey(guessed), 1e-5);
        TensorAssert.AreClose(mean[0] - mean[2], (guessed[.., 0] - guessed[.., 2])[1], 1e-5, "with the hue of the place");
        TensorAssert.AreSame(example.Inputs[0], task.Shown([colours]));
    }

    [TestMethod]
    public void Holes_are_shown_grey_and_what_is_there_as_it_is()
    {
        var task = new InpaintingTask(new HoleShapes(), null);
        var (picture, mask) = (tensor(new[] { 0.1f, 0.2f, 0.3f, 0.4f }, [1, 1, 2, 2]), tensor(new[] { 0f, 1, 1, 0 }, [1, 1, 2, 2]));
        TensorAssert.Holds([0.1f, 0.5f, 0.5f, 0.4f], task.Shown([picture, mask]));
    }

    [TestMethod]
    public void A_picture_of_which_nothing_is_known_becomes_the_mean_and_nothing_is_added()
    {
        var task = new InpaintingTask(new HoleShapes(), null);
        var (pictures, mean) = (rand(2, 1, 2, 2), rand(1, 2, 2));
        var mask = stack([ones(1, 2, 2), tensor(new[] { 1f, 0, 1, 1 }, [1, 2, 2])]);
        var made = task.Compose(full(2, 1, 2, 2, 10f), [pictures, mask], mean);
        TensorAssert.AreSame(mean, made[0]);
        TensorAssert.AreClose(mean[0, 0, 0] + 10, made[1, 0, 0, 0]);
    }

    [TestMethod]
    public void Pictures_of_holes_alone_teach_nothing()
    {
        var task = new InpaintingTask(new HoleShapes(), [0.5f, 0.25f]);
        var holes = stack([full(4, 4, 0.5f), full(4, 4, 0.25f)]).unsqueeze(0); // (1, 2, 4, 4) of the colour of holes
        Assert.IsFalse(task.ShowsAnything(holes, null));
        Assert.IsFalse(task.ShowsAnything(rand(1, 2, 4, 4), ones(1, 1, 4, 4)));
        var one = holes.clone();
        one[0, 1, 2, 3] = 0.26f; // more than half a level of 255 away
        Assert.IsTrue(task.ShowsAnything(one, null));
        one[0, 1, 2, 3] = 0.251f;
        Assert.IsFalse(task.ShowsAnything(one, null), "bytes that became numbers are no further apart");
        Assert.IsTrue(new SuperResolutionTask(2).ShowsAnything(holes, null));
    }

    [TestMethod]
    public void Without_mask_or_colour_nobody_knows_what_is_missing()
    {
        var task = new InpaintingTask(new HoleShapes(), null);
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => task.Read([rand(1, 1, 2, 2)], zeros(1, 2, 2)));
        Assert.AreEqual("Neither a mask nor a colour says what is missing.", e.Message);
        Assert.IsTrue(task.ShowsAnything(rand(1, 1, 2, 2), null), "whole pictures may be given to learn from");
    }

    [TestMethod]
    public void Corruptions_follow_each_other_and_all_their_marks_weigh()
    {
        var corner = new PatchCorruption { SmallestSide = 1, LargestSide = 1 };
        var task = new CleaningTask([corner with { Share = 0.5 }, new PatchCorruption { SmallestSide = 0.25, LargestSide = 0.25 }], 2.5);
        var example = task.Example(full(40, 1, 8, 8, 2f), null, null);
        TensorAssert.AreSame(example.Inputs[0].ne(2f).to(float32) * 2.5f + 1, example.Weights!);
        Assert.AreEqual(2f, example.Target.min().item<float>(), "whole pictures are what should come out");
        TensorAssert.AreSame(example.Inputs[0], task.Baselines(zeros(1, 8, 8)).First().Answer(example), "doing nothing");
        TensorAssert.AreClose(example.Inputs[0] + 1, task.Compose(ones(40, 1, 8, 8), example.Inputs, null));
    }

    [TestMethod]
    public void Numbers_of_tasks_have_limits()
    {
        Told.Exactly(new SuperResolutionTask(1).Validate, "Factor is 1; in [2, 16]");
        Told.Exactly(new SuperResolutionTask(SuperResolutionTask.MostTimes + 1).Validate, "Factor is 17; in [2, 16]");
        Told.Exactly(new SuperResolutionTask(16).Validate);
        Told.Exactly(new SegmentationTask(1).Validate, "Classes is 1; at least 2");
        Told.Exactly(new TranslationTask(0, ImageBase.Automatic).Validate, "TargetChannels is 0; at least 1", "Base is Automatic; decided");
        Told.Exactly(new TranslationTask(1, (ImageBase)8).Validate, "Base is 8; one of Automatic, Input, MeanPicture, None, Negative");
        Told.Exactly(
            new CleaningTask([new PatchCorruption { Share = 0 }, new NoiseCorruption { Share = 2 }], -1).Validate,
            "Share is 0; in (0, 1]", "Share is 2; in (0, 1]", "MarkWeight is -1; in [0, 1000000000000000]");
        Told.Exactly(
            new InpaintingTask(new HoleShapes { Strokes = 0 }, [0, 1.5f, -0.5f]).Validate,
            "Strokes is 0; in [1, 100]", "HoleColor[1] is 1.5; in [0, 1]", "HoleColor[2] is -0.5; in [0, 1]");
        Told.Exactly(new ColorizationTask().Validate);
    }
}
