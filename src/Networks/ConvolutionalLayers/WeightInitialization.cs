namespace DeepML;

/// <summary>How the first weights of a layer are spread; biases start at 0.</summary>
public enum WeightInitialization
{
    /// <summary><see cref="He"/> where the next function is a rectifier, else <see cref="Xavier"/>.</summary>
    Automatic,

    /// <summary>Uniform, with variance 2 / inputs: He et al., arXiv:1502.01852.</summary>
    He,

    /// <summary>Uniform, with variance 2 / (inputs + outputs): Glorot and Bengio, AISTATS 2010.</summary>
    Xavier,
}
