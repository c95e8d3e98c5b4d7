using DeepML.Trainers;

namespace DeepML.Estimators;

/// <summary>Finds options of an autoencoder that contradict each other.</summary>
internal static class AutoencoderCombinations
{
    /// <summary>Notes every contradiction.</summary>
    public static void Check(AutoencoderOptions o, OptionFaults faults, string prefix)
    {
        if (o.Loss == ReconstructionLoss.CrossEntropy && o.OutputActivation is not (null or Activation.Sigmoid))
            faults.Add(prefix + nameof(o.OutputActivation), o.OutputActivation, "Sigmoid while Loss is CrossEntropy");
        if (o.Sparsity is KullbackLeiblerSparsity && o.CodeActivation != Activation.Sigmoid)
            faults.Add(prefix + nameof(o.CodeActivation), o.CodeActivation,
                $"Sigmoid with {nameof(KullbackLeiblerSparsity)}, whose mean activations lie in (0, 1)");
        if (o.InputScaling is not (NetworkInputScaling.Automatic or NetworkInputScaling.None) && o.WhyNotScaled is { } why)
            faults.Add(prefix + nameof(o.InputScaling), o.InputScaling,
                $"Automatic or None beside {why}, which speaks of the rows as they are");
        if (o.HiddenSizes is null)
            return;
        var hasHidden = o.HiddenSizes.Count > 0 || o.DecoderSizes is { Count: > 0 } || o.Convolution is not null;
        if (!hasHidden && o.Dropout > 0)
            faults.Add(prefix + nameof(o.Dropout), o.Dropout, "0 without hidden layers");
        if (!hasHidden && o.BatchNormalization)
            faults.Add(prefix + nameof(o.BatchNormalization), true, "false without hidden layers");
        if (o.FillMissingValues && o.TargetColumnName is not null)
            faults.Add(prefix + nameof(o.TargetColumnName), o.TargetColumnName,
                "null with FillMissingValues, which fills the input from its own reconstruction");
        if (o.Outputs?.Filled is { } filled && !o.FillMissingValues)
            faults.Add($"{prefix}{nameof(o.Outputs)}.{nameof(o.Outputs.Filled)}", filled, "null without FillMissingValues");
        if (o.FillFrom != FillSource.Automatic && !o.FillMissingValues)
            faults.Add(prefix + nameof(o.FillFrom), o.FillFrom, "Automatic without FillMissingValues");
        if (o.ContractionWeight > 0 && o.BatchNormalization)
            faults.Add(prefix + nameof(o.BatchNormalization), true, "false with ContractionWeight: it ties the rows of a batch together");
        CheckTied(o, faults, prefix);
        CheckVariational(o, faults, prefix);
        CheckConvolution(o, faults, prefix);
        CheckPretraining(o, faults, prefix);
        CheckTransfer(o, faults, prefix);
        AutoencoderPictures.Check(o, faults, prefix);
    }

    private static void CheckTransfer(AutoencoderOptions o, OptionFaults faults, string prefix)
    {
        if (o.Transfer is null)
            return;
        if (o.Convolution is null && o.Variational is not null)
            faults.Add(prefix + nameof(o.Transfer), "given", "null with Variational; Fit goes on from a variational model");
        if (o.Pretraining is not null)
            faults.Add(prefix + nameof(o.Transfer), "given", "null with Pretraining, which gives the weights to start from");
    }

    private static void CheckTied(AutoencoderOptions o, OptionFaults faults, string prefix)
    {
        if (!o.TiedWeights)
            return;
        Refuse(o.DecoderSizes is not null, nameof(o.DecoderSizes), "a list", "null with TiedWeights: the decoder mirrors the encoder");
        Refuse(o.Convolution is not null, nameof(o.Convolution), "given", "null with TiedWeights");
        Refuse(o.TargetColumnName is not null, nameof(o.TargetColumnName), o.TargetColumnName, "null with TiedWeights");
        Refuse(o.Variational is not null, nameof(o.Variational), "given", "null with TiedWeights");
        Refuse(o.BatchNormalization, nameof(o.BatchNormalization), true, "false with TiedWeights");
        Refuse(o.Dropout > 0, nameof(o.Dropout), o.Dropout, "0 with TiedWeights");

        void Refuse(bool contradicts, string name, object? value, string requirement)
        {
            if (contradicts)
                faults.Add(prefix + name, value, requirement);
        }
    }

    private static void CheckVariational(AutoencoderOptions o, OptionFaults faults, string prefix)
    {
        if (o.Variational is null)
            return;
        if (o.CodeActivation != Activation.Identity)
            faults.Add(prefix + nameof(o.CodeActivation), o.CodeActivation,
                "Identity with Variational: means and log-variances may be any number");
        if (o.Sparsity is not null)
            faults.Add(prefix + nameof(o.Sparsity), "given", "null with Variational");
        if (o.ContractionWeight > 0)
            faults.Add(prefix + nameof(o.ContractionWeight), o.ContractionWeight, "0 with Variational");
        if (o.Convolution is { DenseCode: false })
            faults.Add($"{prefix}{nameof(o.Convolution)}.{nameof(o.Convolution.DenseCode)}", false, "true with Variational");
    }

    private static void CheckConvolution(AutoencoderOptions o, OptionFaults faults, string prefix)
    {
        if (o.Convolution is null)
            return;
        if (o.Convolution.TargetChannels > 0 && o.TargetColumnName is null)
            faults.Add($"{prefix}{nameof(o.Convolution)}.{nameof(o.Convolution.TargetChannels)}", o.Convolution.TargetChannels,
                "0 without TargetColumnName");
        if (o.Convolution.DenseCode)
            return;
        if (o.HiddenSizes.Count > 0)
            faults.Add(prefix + nameof(o.HiddenSizes), $"a list of {o.HiddenSizes.Count}", "empty without Convolution.DenseCode");
        if (o.DecoderSizes is { Count: > 0 })
            faults.Add(prefix + nameof(o.DecoderSizes), $"a list of {o.DecoderSizes.Count}", "null without Convolution.DenseCode");
    }

    private static void CheckPretraining(AutoencoderOptions o, OptionFaults faults, string prefix)
    {
        if (o.Pretraining is null)
            return;
        const string reason = "with Pretraining, whose shallow autoencoders have none";
        if (o.Convolution is not null)
            faults.Add(prefix + nameof(o.Convolution), "given", $"null {reason}");
        if (o.Variational is not null)
            faults.Add(prefix + nameof(o.Variational), "given", $"null {reason}");
        if (o.BatchNormalization)
            faults.Add(prefix + nameof(o.BatchNormalization), true, $"false {reason}");
        if (o.DecoderSizes is not null)
            faults.Add(prefix + nameof(o.DecoderSizes), "a list", "null with Pretraining: the decoder mirrors the encoder");
        if (o.TargetColumnName is not null)
            faults.Add(prefix + nameof(o.TargetColumnName), o.TargetColumnName, "null with Pretraining");
    }
}
