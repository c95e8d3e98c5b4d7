namespace DeepML;

/// <summary>How the first weights of a layer are spread.</summary>
public enum WeightInitialization
{
    /// <summary><see cref="He"/> where the next function is a rectifier, else <see cref="LeCun"/>.</summary>
    Automatic,

    /// <summary>Uniform, with variance 2 / inputs: He et al., arXiv:1502.01852. Biases start at 0.</summary>
    He,

    /// <summary>Uniform, with variance 2 / (inputs + outputs): Glorot and Bengio, AISTATS 2010. Biases start at 0.</summary>
    Xavier,

    /// <summary>Uniform between ±1 / √inputs, biases too, after LeCun et al., Efficient BackProp (1998): torch's own default.</summary>
    LeCun,
}
